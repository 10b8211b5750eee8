using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Shares;

/// <summary>Deletes expired shares. Expiring links are never cached, so the edge needs no purge.</summary>
public sealed class ResumeShares(IMetadataStore metadata, DeleteShares delete) : IOverdueWork
{
    public string Kind => "link";

    public Task<int> Run(OverdueRun run, CancellationToken cancel) =>
        run.Each(new SharesDue(run.Now, OverdueRun.PageSize), share => share.TenantId, share => Delete(share, cancel), cancel);

    private async Task Delete(Share expired, CancellationToken cancel)
    {
        var result = await metadata.Commit(Partitions.Of(expired.TenantId), [.. delete.Changes([expired])], cancel);
        if (!result.Succeeded)
            result.ExpectRaceOn(expired.Id); // Revoked or purged at the same moment.
    }
}
