using System.Text.Json.Serialization;

namespace FluidCloud.Core.Metadata;

/// <summary>The name under which a document type is stored. It stays when a class is renamed.</summary>
public interface IDocumentType
{
    static abstract string Type { get; }
}

/// <summary>A document of the metadata store. Immutable: to change it, commit a modified copy.</summary>
public abstract record Document
{
    /// <summary>Unique within its partition, across all types. URL-safe ASCII.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// When maintenance resumes the work of this document unless it is finished by then, such as an upload that was never
    /// completed or a tombstone whose bytes are not erased. null when there is nothing left to do.
    /// </summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The version that was read, set by the store. Empty for a new document.</summary>
    [JsonIgnore]
    public string ETag { get; init; } = "";
}
