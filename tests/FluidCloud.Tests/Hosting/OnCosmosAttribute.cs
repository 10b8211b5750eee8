using System.Reflection;
using FluidCloud.Tests.Contracts;
using Xunit.v3;

namespace FluidCloud.Tests.Hosting;

/// <summary>A class whose applications keep their metadata in Cosmos DB. Without an endpoint its tests are skipped.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OnCosmosAttribute : BeforeAfterTestAttribute
{
    /// <summary>Whether the class that is about to run has it.</summary>
    public static bool IsOnCurrentClass =>
        TestContext.Current.TestClass is IXunitTestClass { Class: var type } && type.IsDefined(typeof(OnCosmosAttribute));

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => CosmosEndpoint.SkipUnlessNamed();
}
