using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Journal;

/// <summary>Copies revocations to the journal within a minute, and then deletes their documents.</summary>
public sealed class WriteRevocations(IMetadataStore metadata, RecoveryJournal journal) : IOverdueWork
{
    public string Kind => "revocation";

    public async Task<int> Run(OverdueRun run, CancellationToken cancel)
    {
        var due = await metadata.QueryEvery(null, new RevocationsDue(run.Now, OverdueRun.PageSize), cancel).ToListAsync(cancel);
        var count = 0;
        foreach (var tenant in due.GroupBy(revocation => revocation.TenantId))
        {
            foreach (var some in tenant.Chunk(IMetadataStore.MaxOperations))
                count += await run.Attempt(tenant.Key, () => Write(tenant.Key, some, cancel), cancel) ? some.Length : 0;
        }
        return count;
    }

    private async Task Write(TenantId tenant, IReadOnlyList<Revocation> revocations, CancellationToken cancel)
    {
        await journal.Write(revocations, cancel);
        var result = await metadata.Commit(Partitions.Of(tenant), [.. revocations.Select(Change.Delete)], cancel);
        if (!result.Succeeded)
            result.ExpectRaceOn(revocations.Select(revocation => revocation.Id));
    }
}
