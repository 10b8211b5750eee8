using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Uploads;

/// <summary>
/// An upload that was started: it holds the id of the file to be and room in the pool. It ends by completion, which
/// makes the file's record, or by being discarded, bytes and all.
/// </summary>
public sealed record Upload : Document, IDocumentType
{
    public static string Type => "upload";

    public required FileId FileId { get; init; }
    public required TenantId TenantId { get; init; }
    public required SpaceId SpaceId { get; init; }

    /// <summary>null for the root of the space.</summary>
    public FolderId? FolderId { get; init; }
    public required string Name { get; init; }

    /// <summary>Bytes announced.</summary>
    public required long Size { get; init; }
    public required string App { get; init; }
    public string? ClientKey { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Being discarded: its bytes go next, and it can no longer be completed.</summary>
    public bool Discarding { get; init; }

    /// <summary>How long the bytes may be sent.</summary>
    public static readonly TimeSpan UrlLifetime = TimeSpan.FromHours(1);

    /// <summary>When an upload that was not completed is discarded: long after its URL was last good to begin with.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public static string IdOf(FileId file) => $"upload:{file}";
}

/// <summary>Uploads that were not completed in time, over all tenants.</summary>
public sealed record UploadsDue(DateTimeOffset Now, int Limit) : Query<Upload>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}
