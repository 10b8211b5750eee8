using System.Text.Json.Serialization;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Previews;

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
