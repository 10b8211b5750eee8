using System.Globalization;
using Xunit.v3;

namespace FluidCloud.Tests.Hosting;

/// <summary>The statements of the contract that a test pins: <c>dotnet test --filter "Contract=20"</c> finds them.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class ContractAttribute(params int[] statements) : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() =>
        [.. statements.Select(number => KeyValuePair.Create("Contract", number.ToString(CultureInfo.InvariantCulture)))];
}
