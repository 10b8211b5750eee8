using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Maintenance;

/// <summary>
/// The attempts of one run, of which each stands for itself: what fails is due again, and stops nothing that is due after it.
/// Only a store that is busy for one tenant after the other takes nothing from anybody, and is left in peace.
/// </summary>
internal sealed partial class Attempts(ILogger log)
{
    /// <summary>One tenant's partition may be busy by itself; when those of so many are, it is the store.</summary>
    private const int BusyTenants = 3;

    /// <summary>They have had their attempt.</summary>
    private readonly HashSet<TenantId> busy = [];

    /// <returns>Whether it was done.</returns>
    /// <exception cref="StoreBusyException">The run is over.</exception>
    public async Task<bool> Run(string kind, TenantId tenant, Func<Task> work, CancellationToken cancel)
    {
        if (busy.Contains(tenant))
            return false;
        try
        {
            await work();
            return true;
        }
        catch (StoreBusyException e) when (busy.Count + 1 < BusyTenants)
        {
            busy.Add(tenant);
            LogFailed(log, e, kind, tenant);
        }
        catch (Exception e) when (e is not StoreBusyException && !cancel.IsCancellationRequested)
        {
            LogFailed(log, e, kind, tenant);
        }
        return false;
    }

    [LoggerMessage(4004, LogLevel.Error, "Overdue work could not be resumed: a document of kind {Kind} of tenant {Tenant}")]
    private static partial void LogFailed(ILogger log, Exception e, string kind, TenantId tenant);
}
