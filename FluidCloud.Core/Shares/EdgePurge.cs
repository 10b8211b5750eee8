using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Shares;

/// <summary>
/// A deleted link whose copies the edge may still hold, for an hour at most (statement 28). It is created in the commit that
/// deletes the share, and <see cref="PurgeEdge"/> deletes it. The path is not stored: ids and key make it again.
/// </summary>
public sealed record EdgePurge : Document, IDocumentType
{
    public static string Type => "edge_purge";

    public required TenantId TenantId { get; init; }
    public required ShareId ShareId { get; init; }

    /// <summary>The signing key of the link's token.</summary>
    public required string KeyId { get; init; }

    public static EdgePurge Of(Share share, DateTimeOffset now) =>
        new() { Id = $"edge_purge:{share.Id}", TenantId = share.TenantId, ShareId = share.ShareId, KeyId = share.KeyId, DueAt = now };
}

/// <summary>Edge purges that wait, over all tenants, the oldest first.</summary>
public sealed record EdgePurgesDue(DateTimeOffset Now, int Limit) : Query<EdgePurge>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}
