using FluidCloud.Core.Jobs;
using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Metadata;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Tenants;

/// <summary>
/// Does something for every tenant, by jobs that each take a slice of them: those whose id begins with a prefix. A job whose
/// slice is too large sends one for each of its sixteen parts and ends. So jobs are short and run beside each other, whatever
/// the number of tenants: a million are some 4,400 jobs.
/// </summary>
/// <remarks>
/// The prefix is all that a job has to know: one that is interrupted is delivered again and begins its slice anew, which a
/// visit bears. Nothing is counted or handed on, so a slice that is sent twice costs, and harms nothing.
/// </remarks>
public sealed class VisitTenants(
    IMetadataStore metadata, IJobQueue queue, IEnumerable<ITenantVisit> visits, ILogger<VisitTenants> log)
{
    /// <summary>What a job visits in a few seconds.</summary>
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

    /// <returns>No more than one beyond <see cref="SliceSize"/>.</returns>
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

/// <summary>What one feature does for every tenant. It may happen twice for one of them, and for one that never came to be.</summary>
public interface ITenantVisit
{
    TenantVisit Visit { get; }

    Task Run(TenantId tenant, CancellationToken cancel);
}

public sealed record TenantsById(int Limit) : Query<TenantEntry>(Limit)
{
    public override QueryShape Shape => QueryShape.All;
}
