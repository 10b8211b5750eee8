using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Rescans;

/// <summary>The order to scan a tenant's clean files again. It goes when the last of them was enqueued; one of a tenant at a time.</summary>
public sealed record Rescan : Document, IDocumentType
{
    public static string Type => "rescan";

    public const string OnlyId = "rescan";

    public required TenantId TenantId { get; init; }

    /// <summary>Files created before are left out.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Up to where its files were enqueued, the newest first; null at the beginning.</summary>
    public Keyset? After { get; init; }
}

/// <summary>Over all tenants.</summary>
public sealed record RescansDue(DateTimeOffset Now, int Limit) : Query<Rescan>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}

/// <summary>All files of a tenant, in Trash and not, the newest first.</summary>
public sealed record FilesNewestFirst(int Limit) : Query<FileItem>(Limit)
{
    public override QueryShape Shape => QueryShape.All.NewestFirst("created_at", "id");
}
