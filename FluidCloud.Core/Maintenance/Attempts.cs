using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Maintenance;

/// <summary>
/// Runs the work of one maintenance run. Isolates failures per document: a failed document is due again later and does not
/// stop those after it. Only a store that is busy for several tenants ends the run.
/// </summary>
internal sealed partial class Attempts(ILogger log)
{
    /// <summary>One busy partition is that tenant's load; when this many are busy, the whole store is.</summary>
    private const int BusyTenants = 3;

    /// <summary>Tenants that are skipped for the rest of the run.</summary>
    private readonly HashSet<TenantId> busy = [];

    /// <returns>Whether the work succeeded.</returns>
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
