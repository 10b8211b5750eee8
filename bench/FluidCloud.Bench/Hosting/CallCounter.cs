using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Bench.Hosting;

/// <summary>How often each method of a port was called, and how long the calls took together.</summary>
internal sealed class CallCounter
{
    private readonly ConcurrentDictionary<string, CallFigures> figures = new();

    public IReadOnlyDictionary<string, CallFigures> Figures => figures;

    public void Add(string call, TimeSpan duration) => figures.AddOrUpdate(call,
        static (_, duration) => new(1, duration.TotalSeconds),
        static (_, sum, duration) => new(sum.Calls + 1, sum.Seconds + duration.TotalSeconds), duration);

    /// <summary>Stands before the service that is registered so far. It counts whatever methods the port has.</summary>
    public void StandBefore<TPort>(IServiceCollection services) where TPort : class
    {
        var registered = services.Last(service => service.ServiceType == typeof(TPort)).ImplementationFactory!;
        services.AddKeyedSingleton(nameof(CallCounter), (provider, _) => (TPort)registered(provider));
        services.AddSingleton(provider =>
        {
            var port = DispatchProxy.Create<TPort, CountedPort>();
            ((CountedPort)(object)port).Count(provider.GetRequiredKeyedService<TPort>(nameof(CallCounter)), this);
            return port;
        });
    }
}

/// <param name="Seconds">The calls together; those in parallel add up.</param>
internal sealed record CallFigures(long Calls, double Seconds)
{
    public CallFigures Since(CallFigures? before) => before is null ? this : new(Calls - before.Calls, Seconds - before.Seconds);
}

#pragma warning disable CA1852 // DispatchProxy derives from it.
internal class CountedPort : DispatchProxy
#pragma warning restore CA1852
{
    private object inner = null!;
    private CallCounter counter = null!;

    public void Count(object port, CallCounter into) => (inner, counter) = (port, into);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var started = Stopwatch.GetTimestamp();
        var result = targetMethod!.Invoke(inner, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
        if (result is Task { IsCompleted: false } running)
            _ = running.ContinueWith(_ => Count(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        else
            Count();
        return result;

        void Count() => counter.Add(targetMethod.Name, Stopwatch.GetElapsedTime(started));
    }
}
