using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Shares;

/// <summary>Deletes shares that have expired, and revoked ones that still wait for the edge.</summary>
public sealed class ResumeShares(IMetadataStore metadata, EndLinks ended) : IOverdueWork
{
    public string Kind => "link";

    public async Task<int> Run(OverdueRun run, CancellationToken cancel)
    {
        var count = 0;
        for (Query<Share>? query = new SharesDue(run.Now, OverdueRun.PageSize); query is not null;)
        {
            var page = await metadata.Query(null, query, cancel);
            // An edge that fails would fail for the others too: all of them stay due.
            if (!await ended.TellEdge(page.Items))
                break;
            foreach (var share in page.Items)
                count += await run.Attempt(share.TenantId, () => ended.Remove(share), cancel) ? 1 : 0;
            query = page.Next is null ? null : query with { After = page.Next };
        }
        return count;
    }
}
