using System.Text.Json.Serialization;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Previews;

/// <summary>
/// A conversion in progress. It is kept when the file is purged meanwhile, so that maintenance finds and erases what the
/// conversion still writes.
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

/// <summary>Overdue conversions of all tenants.</summary>
public sealed record PreviewAttemptsDue(DateTimeOffset Now, int Limit) : Query<PreviewAttempt>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}
