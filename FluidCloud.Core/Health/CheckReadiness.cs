using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Health;

/// <summary>
/// Checks whether this instance is ready. The endpoint is public, so the result is cached for a short time, only one check
/// runs at a time, and every dependency has a timeout.
/// </summary>
public sealed partial class CheckReadiness(
    IEnumerable<IDependencyCheck> checks, IErasureSettings erasure, TimeProvider time, ILogger<CheckReadiness> log)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    private readonly Lock gate = new();
    private (DateTimeOffset At, Task<Readiness> Answer)? last;

    public Task<Readiness> Run()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (last is not { } known || now - known.At >= Fresh)
                last = known = (now, Ask());
            return known.Answer;
        }
    }

    private async Task<Readiness> Ask()
    {
        var states = checks.Select(check => Ask(check)).ToList();
        return new(await Task.WhenAll(states), await AskErasure());
    }

    private async Task<DependencyState> Ask(IDependencyCheck check)
    {
        try
        {
            return new(check.Name, Works: true, await InTime(check.Run));
        }
        catch (Exception e)
        {
            LogFailed(log, e, check.Name);
            var reason = e switch
            {
                TimeoutException => $"no answer within {Limit.TotalSeconds:0} s",
                StoreBusyException => e.Message,
                _ => null,
            };
            return new(check.Name, Works: false, check.WhileDown ?? reason) { IsVital = check.WhileDown is null };
        }
    }

    /// <summary>An unknown state does not make the instance unready.</summary>
    private async Task<ErasureState> AskErasure()
    {
        try
        {
            return await InTime(erasure.Read);
        }
        catch (Exception e)
        {
            LogFailed(log, e, "erasure settings");
            return new(KeepsDeletedBytes: null, "The settings of the storage account could not be read.");
        }
    }

    /// <remarks>
    /// Uses the machine's clock even in tests with a fake one. A client that ignores its cancellation token is abandoned.
    /// </remarks>
    private static async Task<T> InTime<T>(Func<CancellationToken, Task<T>> ask)
    {
        using var limit = new CancellationTokenSource(Limit);
        return await Task.Run(() => ask(limit.Token), CancellationToken.None).WaitAsync(Limit);
    }

    [LoggerMessage(9001, LogLevel.Warning, "Not ready: {Dependency}")]
    private static partial void LogFailed(ILogger log, Exception e, string dependency);
}

/// <summary>The state of each dependency, by name.</summary>
public sealed record Readiness(IReadOnlyList<DependencyState> Dependencies, ErasureState Erasure)
{
    public bool IsReady => Dependencies.All(dependency => dependency.Works || !dependency.IsVital);
}

/// <param name="Note">For the operator, without secrets; null when there is nothing to say.</param>
public sealed record DependencyState(string Name, bool Works, string? Note)
{
    /// <summary>Whether the instance is unready without it.</summary>
    public bool IsVital { get; init; } = true;
}
