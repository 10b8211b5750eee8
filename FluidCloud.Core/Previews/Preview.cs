using System.Text.Json.Serialization;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Previews;

/// <summary>The converted copy of a file that a browser can't show, as the file's record has it.</summary>
public sealed record Preview
{
    /// <summary>The conversion that made the copy, or is to make it: it names the bytes, so that two never write the same.</summary>
    public required Guid Attempt { get; init; }
    public required PreviewState State { get; init; }

    /// <summary>How long a conversion counts as under way, or its failure as lasting; null for a copy that is there.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why there is no copy, in words for the caller; null unless it failed.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether there are bytes, or may be soon: what a purge has to erase.</summary>
    [JsonIgnore]
    public bool MayHaveBytes => State != PreviewState.Failed;
}

public enum PreviewState
{
    Converting,
    Ready,
    Failed,
}

/// <summary>
/// A conversion that has begun and not ended. It outlives the record of the file when that is purged meanwhile: whatever
/// the conversion still writes is found by it, and erased.
/// </summary>
public sealed record PreviewAttempt : Document, IDocumentType
{
    public static string Type => "preview_attempt";

    public required TenantId TenantId { get; init; }
    public required FileId FileId { get; init; }
    public required Guid Attempt { get; init; }

    [JsonIgnore]
    public PreviewName Name => new(TenantId, FileId, Attempt);

    public static string IdOf(Guid attempt) => $"preview-{attempt}";
}

/// <summary>Conversions that did not end in time. Over all tenants.</summary>
public sealed record PreviewAttemptsDue(DateTimeOffset Now, int Limit) : Query<PreviewAttempt>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}
