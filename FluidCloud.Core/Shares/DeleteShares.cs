using FluidCloud.Core.Counters;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Shares;

/// <summary>
/// What a commit does to delete shares: from it on their links answer 404 at the origin, which reads the record (statement 21).
/// Nobody waits for the edge: a link that it may have cached leaves an <see cref="EdgePurge"/>.
/// </summary>
public sealed class DeleteShares(IEdgeCache edge, TimeProvider time)
{
    /// <summary>The most operations of a commit per share. One more changes the counters.</summary>
    public const int OperationsEach = 2;

    public IEnumerable<Change> Changes(IReadOnlyList<Share> shares) =>
    [
        .. shares.Select(Change.Delete),
        .. shares.Where(share => edge.HoldsLinks && share.IsCached).Select(share => Change.Create(EdgePurge.Of(share, time.GetUtcNow()))),
        .. shares.Aggregate(new UsageDelta(), (delta, share) => delta.Disappears(share)).ToChanges(),
    ];
}
