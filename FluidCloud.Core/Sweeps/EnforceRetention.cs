using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tenants;
using FluidCloud.Core.Tombstones;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Sweeps;

/// <summary>
/// Starts a sweep for each tenant that has something in Trash for longer than it keeps what is there. From then on it is
/// a sweep like any other, but for <see cref="ConfirmSweep"/>, which each of its steps asks.
/// </summary>
public sealed partial class EnforceRetention(
    ListTenants tenants, IMetadataStore metadata, StartSweep start, TimeProvider time, ILogger<EnforceRetention> log)
{
    /// <summary>Later than asked for: to an instance whose clock is behind it must not seem too early.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    public async Task Run(CancellationToken cancel)
    {
        var (kept, started) = (0, 0);
        await foreach (var tenant in tenants.Run(cancel))
        {
            if (tenant.TrashRetention is not { } retention)
                continue;
            kept++;
            try
            {
                if (await Run(tenant.TenantId, time.GetUtcNow() - retention - Margin, cancel))
                    started++;
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                LogFailed(log, e, tenant.TenantId); // The others have theirs, and this one the next time.
            }
        }
        if (started > 0)
            LogRun(log, kept, started);
    }

    /// <returns>Whether there is anything to purge.</returns>
    private async Task<bool> Run(TenantId tenant, DateTimeOffset cutOff, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        var found = (await metadata.Query(partition, new FilesTrashedUpTo(Space: null, cutOff, Limit: 1), cancel)).Items.Count > 0
            || (await metadata.Query(partition, new FoldersTrashedUpTo(Space: null, cutOff, Limit: 1), cancel)).Items.Count > 0;
        if (found)
            await start.Run(Sweep.New(tenant, space: null, PurgeCause.Retention, cutOff, time.GetUtcNow()), cancel);
        return found;
    }

    [LoggerMessage(2004, LogLevel.Information, "Retention: emptying the Trash of {Started} of the {Tenants} tenants that have a retention period")]
    private static partial void LogRun(ILogger log, int tenants, int started);

    [LoggerMessage(2005, LogLevel.Error, "The retention of tenant {Tenant} could not be enforced")]
    private static partial void LogFailed(ILogger log, Exception e, TenantId tenant);
}
