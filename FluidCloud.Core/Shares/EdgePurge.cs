using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Shares;

/// <summary>
/// A deleted link that the edge may still cache, for at most an hour (statement 28). The commit that deletes the share
/// creates it; <see cref="PurgeEdge"/> deletes it. The path is not stored: it is derived again from the ids and the key.
/// </summary>
public sealed record EdgePurge : Document, IDocumentType
{
    public static string Type => "edge_purge";

    public required TenantId TenantId { get; init; }
    public required ShareId ShareId { get; init; }

    /// <summary>The file of the link; null in one that was written before this was.</summary>
    public FileId? FileId { get; init; }

    /// <summary>The signing key of the link's token.</summary>
    public required string KeyId { get; init; }

    public static EdgePurge Of(Share share, DateTimeOffset now) =>
        new() { Id = $"edge_purge:{share.Id}", TenantId = share.TenantId, ShareId = share.ShareId, FileId = share.FileId, KeyId = share.KeyId, DueAt = now };
}

/// <summary>Pending edge purges of all tenants, oldest first.</summary>
public sealed record EdgePurgesDue(DateTimeOffset Now, int Limit) : Query<EdgePurge>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}

/// <summary>Pending edge purges of a tenant.</summary>
public sealed record EdgePurgesOfTenant(int Limit) : Query<EdgePurge>(Limit)
{
    public override QueryShape Shape => QueryShape.All;
}
