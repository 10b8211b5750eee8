using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Maintenance;

/// <summary>One run over the overdue documents of one kind.</summary>
public sealed class OverdueRun
{
    /// <summary>Documents read at a time.</summary>
    public const int PageSize = 100;

    private readonly IMetadataStore metadata;
    private readonly Attempts attempts;
    private readonly string kind;

    internal OverdueRun(IMetadataStore metadata, Attempts attempts, string kind, DateTimeOffset now)
    {
        this.metadata = metadata;
        this.attempts = attempts;
        this.kind = kind;
        Now = now;
    }

    /// <summary>When the run started. Documents due up to then are overdue.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Resumes each document that the query finds, across all tenants.</summary>
    /// <returns>How many succeeded.</returns>
    public async Task<int> Each<T>(Query<T> due, Func<T, TenantId> tenant, Func<T, Task> resume, CancellationToken cancel)
        where T : Document, IDocumentType
    {
        var count = 0;
        await foreach (var document in metadata.QueryEvery(null, due, cancel))
            count += await Attempt(tenant(document), () => resume(document), cancel) ? 1 : 0;
        return count;
    }

    /// <returns>Whether the work succeeded; a failure is logged.</returns>
    /// <exception cref="StoreBusyException">The store is busy for several tenants: the run is over.</exception>
    public Task<bool> Attempt(TenantId tenant, Func<Task> work, CancellationToken cancel) => attempts.Run(kind, tenant, work, cancel);

    /// <summary>Moves a document's due time, so that of two instances only one resumes it.</summary>
    /// <param name="document">With its new due time.</param>
    /// <returns>false when another writer changed it first: its work goes on.</returns>
    public async Task<bool> Claim<T>(TenantId tenant, T document, CancellationToken cancel) where T : Document, IDocumentType
    {
        var result = await metadata.Commit(Partitions.Of(tenant), [Change.Replace(document)], cancel);
        if (!result.Succeeded)
            result.ExpectRaceOn(document.Id);
        return result.Succeeded;
    }
}
