using System.Reflection;
using System.Runtime.ExceptionServices;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Local.Hosting;

/// <summary>A method with a trigger, found by its attributes as the Functions worker finds it.</summary>
public sealed class FunctionMethod
{
    private readonly ObjectFactory create;

    private FunctionMethod(MethodInfo method, ParameterInfo trigger)
    {
        Method = method;
        Trigger = trigger;
        create = ActivatorUtilities.CreateFactory(method.DeclaringType!, Type.EmptyTypes);
    }

    public MethodInfo Method { get; }

    /// <summary>The parameter that carries the trigger's attribute.</summary>
    public ParameterInfo Trigger { get; }

    public string Name => Method.GetCustomAttribute<FunctionAttribute>()!.Name;

    /// <summary>Every function whose trigger is of that kind, with the trigger.</summary>
    public static IEnumerable<(FunctionMethod Function, TTrigger Trigger)> All<TTrigger>() where TTrigger : Attribute =>
        from type in typeof(ApiPipeline).Assembly.GetTypes()
        from method in type.GetMethods()
        where method.IsDefined(typeof(FunctionAttribute))
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<TTrigger>()
        where trigger is not null
        select (new FunctionMethod(method, parameter), trigger);

    /// <summary>Calls the method on a new instance. What it throws is thrown here.</summary>
    /// <param name="bind">The argument of each parameter.</param>
    public Task Invoke(IServiceProvider services, Func<ParameterInfo, object?> bind)
    {
        var instance = create(services, null);
        try
        {
            return (Task)Method.Invoke(instance, [.. Method.GetParameters().Select(bind)])!;
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }
}
