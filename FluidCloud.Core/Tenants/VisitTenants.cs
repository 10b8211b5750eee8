using FluidCloud.Core.Jobs;
using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Metadata;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Tenants;

/// <summary>
/// Runs a task for every tenant, by jobs that each cover one id prefix. A job that finds too many tenants enqueues one job
/// for each of the sixteen longer prefixes and ends. So jobs stay short and run concurrently, whatever the number of
/// tenants: a million tenants take about 4,400 jobs.
/// </summary>
/// <remarks>
/// A job needs only its prefix. An interrupted job is delivered again and restarts its slice. A slice that is sent twice
/// does no harm.
/// </remarks>
public sealed class VisitTenants(
    IMetadataStore metadata, IJobQueue queue, IEnumerable<ITenantVisit> visits, ILogger<VisitTenants> log)
{
    /// <summary>The number of tenants that a job visits in a few seconds.</summary>
    public const int SliceSize = 500;

    private const string Digits = "0123456789abcdef";

    public Task Start(TenantVisit visit, CancellationToken cancel) => queue.Send(new VisitTenantsJob(visit), cancel);

    public async Task Run(VisitTenantsJob job, CancellationToken cancel)
    {
        var slice = await Slice(job.Prefix, cancel);
        if (slice.Count <= SliceSize)
            await Visit(slice, visits.Single(visit => visit.Visit == job.Visit), cancel);
        else
        {
            foreach (var digit in Digits)
                await queue.Send(job with { Prefix = job.Prefix + digit }, cancel);
        }
    }

    /// <returns>At most <see cref="SliceSize"/> + 1 tenants.</returns>
    private async Task<IReadOnlyList<TenantEntry>> Slice(string prefix, CancellationToken cancel)
    {
        var from = new TenantsById(SliceSize + 1) { After = prefix == "" ? null : new([prefix]) };
        return await metadata.QueryEvery(Partitions.TenantDirectory, from, cancel)
            .TakeWhile(entry => entry.Id.StartsWith(prefix, StringComparison.Ordinal)).Take(SliceSize + 1).ToListAsync(cancel);
    }

    private async Task Visit(IReadOnlyList<TenantEntry> slice, ITenantVisit visit, CancellationToken cancel)
    {
        var attempts = new Attempts(log);
        foreach (var entry in slice)
            await attempts.Run(visit.Visit.ToString(), entry.TenantId, () => visit.Run(entry.TenantId, cancel), cancel);
    }
}

/// <summary>
/// A feature's periodic task for every tenant. It may run twice for a tenant, and for an entry without a tenant.
/// </summary>
public interface ITenantVisit
{
    TenantVisit Visit { get; }

    Task Run(TenantId tenant, CancellationToken cancel);
}

public sealed record TenantsById(int Limit) : Query<TenantEntry>(Limit)
{
    public override QueryShape Shape => QueryShape.All;
}
