using FluidCloud.Core.Counters;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Shares;

/// <summary>
/// The changes of a commit that delete shares. From then on their links return 404 at the origin, which reads the record
/// (statement 21). A link that the edge may have cached leaves an <see cref="EdgePurge"/>, so no call waits for the edge.
/// </summary>
public sealed class DeleteShares(IEdgeCache edge, TimeProvider time)
{
    /// <summary>The most operations per share in a commit. One more, per commit, changes the counters.</summary>
    public const int OperationsEach = 2;

    public IEnumerable<Change> Changes(IReadOnlyList<Share> shares) =>
    [
        .. shares.Select(Change.Delete),
        .. shares.Where(share => edge.HoldsLinks && share.IsCached).Select(share => Change.Create(EdgePurge.Of(share, time.GetUtcNow()))),
        .. shares.Aggregate(new UsageDelta(), (delta, share) => delta.Disappears(share)).ToChanges(),
    ];
}
