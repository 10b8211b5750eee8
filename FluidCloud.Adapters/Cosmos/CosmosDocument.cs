using System.Text.Json;
using System.Text.Json.Nodes;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>
/// A document as Cosmos DB stores it: its own fields and an envelope, which is put on and taken off here and nowhere
/// else. A document type with a field of an envelope's name can't be written: Add refuses the second one.
/// </summary>
internal static class CosmosDocument
{
    public const string Partition = "partition";
    public const string Type = "type";

    /// <summary>The commit that wrote the whole document.</summary>
    public const string WrittenBy = "commit";

    /// <summary>The last commit that patched it since; a document written anew has none.</summary>
    public const string PatchedBy = "patch_commit";

    public const string ETag = "_etag";

    /// <summary>An ETag that no version has. An empty If-Match would not be sent, and the write would go through unguarded.</summary>
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

    /// <summary>The text of a field that has one: what a query orders by is never null.</summary>
    public static string Text(JsonElement row, string field) =>
        row.GetProperty(field).GetString() ?? throw new InvalidOperationException($"The field '{field}' is null.");
}
