using System.Text.Json.Serialization;

namespace FluidCloud.Core.Metadata;

/// <summary>The name under which a document type is stored. It outlives renamed classes.</summary>
public interface IDocumentType
{
    static abstract string Type { get; }
}

/// <summary>What the metadata store holds: immutable; a change is a copy that is committed.</summary>
public abstract record Document
{
    /// <summary>Unique in its partition over all types. URL-safe ASCII.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// When maintenance looks after this document, unless its work was finished before: an upload that was never
    /// completed, a tombstone whose bytes are still there. null when there is nothing left to do.
    /// </summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>The version that was read, set by the store. Empty for a document that was not stored yet.</summary>
    [JsonIgnore]
    public string ETag { get; init; } = "";
}
