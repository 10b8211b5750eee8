using System.Text.Json;
using System.Text.Json.Nodes;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>
/// Converts documents to and from the form that Cosmos DB stores: their own fields plus an envelope. A document type can't
/// have a field with the name of an envelope field: Add throws.
/// </summary>
internal static class CosmosDocument
{
    public const string Partition = "partition";
    public const string Type = "type";

    /// <summary>The commit that wrote the whole document.</summary>
    public const string WrittenBy = "commit";

    /// <summary>The last commit that patched it since; absent in a newly written document.</summary>
    public const string PatchedBy = "patch_commit";

    public const string ETag = "_etag";

    /// <summary>
    /// An ETag that no version has. An empty If-Match would not be sent, so the write would be unconditional.
    /// </summary>
    public const string NoVersion = "\"no-version\"";

    public static MemoryStream Write(string partition, string type, string commit, Document document)
    {
        var json = JsonSerializer.SerializeToNode(document, document.GetType(), MetadataJson.Options)!.AsObject();
        json.Add(Partition, partition);
        json.Add(Type, type);
        json.Add(WrittenBy, commit);
        return new(JsonSerializer.SerializeToUtf8Bytes<JsonNode>(json));
    }

    public static bool IsOfType(JsonElement row, string type) => row.GetProperty(Type).ValueEquals(type);

    public static T Read<T>(JsonElement row) where T : Document =>
        row.Deserialize<T>(MetadataJson.Options)! with { ETag = Text(row, ETag) };

    /// <summary>The text of a field that a query orders by, which is never null.</summary>
    public static string Text(JsonElement row, string field) =>
        row.GetProperty(field).GetString() ?? throw new InvalidOperationException($"The field '{field}' is null.");
}
