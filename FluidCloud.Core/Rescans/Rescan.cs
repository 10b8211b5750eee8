using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Rescans;

/// <summary>
/// A request to scan a tenant's clean files again, one per tenant. It is deleted when the last file was enqueued.
/// </summary>
public sealed record Rescan : Document, IDocumentType
{
    public static string Type => "rescan";

    public const string OnlyId = "rescan";

    public required TenantId TenantId { get; init; }

    /// <summary>Only files created since then are scanned.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Keyset of the last file that was enqueued, newest first; null at the start.</summary>
    public Keyset? After { get; init; }
}

/// <summary>Overdue rescans of all tenants.</summary>
public sealed record RescansDue(DateTimeOffset Now, int Limit) : Query<Rescan>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}

/// <summary>All files of a tenant, in Trash and not, the newest first.</summary>
public sealed record FilesNewestFirst(int Limit) : Query<FileItem>(Limit)
{
    public override QueryShape Shape => QueryShape.All.NewestFirst("created_at", "id");
}
