using System.Text.Json;
using System.Text.Json.Nodes;
using FluidCloud.Core.Metadata;
using Microsoft.Data.Sqlite;

namespace FluidCloud.Adapters.Sqlite;

/// <summary>Applies the changes of one commit, one by one, inside its transaction.</summary>
internal sealed class SqliteCommit(SqliteSession session, SqliteTransaction transaction, string partition)
{
    /// <summary>Either the new version (null after a delete) or the reason why the change can't be applied.</summary>
    public readonly record struct Outcome(string? ETag, ConflictReason? Conflict);

    public Outcome Apply(Change change) => change switch
    {
        CreateChange create => Create(create),
        ReplaceChange replace => Replace(replace),
        DeleteChange delete => Delete(delete),
        PatchChange patch => Patch(patch),
        _ => throw new ArgumentException($"Unknown change {change.GetType().Name}.", nameof(change)),
    };

    private Outcome Create(CreateChange change)
    {
        var etag = NewETag();
        return Execute("INSERT INTO documents (partition, id, type, etag, json) VALUES ($partition, $id, $type, $etag, $json) ON CONFLICT DO NOTHING",
            change.Id, ("$type", change.Type), ("$etag", etag), ("$json", Serialize(change.Document)))
            ? new(etag, null)
            : new(null, ConflictReason.Exists);
    }

    private Outcome Replace(ReplaceChange change)
    {
        var etag = NewETag();
        return Execute("UPDATE documents SET type = $type, etag = $etag, json = $json WHERE partition = $partition AND id = $id AND etag = $read",
            change.Id, ("$type", change.Type), ("$etag", etag), ("$json", Serialize(change.Document)), ("$read", change.Document.ETag))
            ? new(etag, null)
            : new(null, Mismatch(change.Id));
    }

    private Outcome Delete(DeleteChange change) =>
        Execute("DELETE FROM documents WHERE partition = $partition AND id = $id AND etag = $read", change.Id, ("$read", change.ETag))
            ? new(null, null)
            : new(null, Mismatch(change.Id));

    private Outcome Patch(PatchChange change)
    {
        if (Find(change.Id) is not { } json)
            return new(null, ConflictReason.Missing);
        var document = JsonNode.Parse(json)!.AsObject();
        if (change.Condition is { } condition && !Holds(condition, document))
            return new(null, ConflictReason.ConditionFailed);
        foreach (var (path, amount) in change.Increments)
            Increment(document, path, amount);
        foreach (var (field, value) in change.Sets)
            document[field] = JsonSerializer.SerializeToNode(value, MetadataJson.Options);
        var etag = NewETag();
        Execute("UPDATE documents SET etag = $etag, json = $json WHERE partition = $partition AND id = $id",
            change.Id, ("$etag", etag), ("$json", document.ToJsonString()));
        return new(etag, null);
    }

    private static bool Holds(PatchCondition condition, JsonObject document) => condition switch
    {
        PatchCondition.SumAtMost sum => sum.Fields.Sum(field => document[field]?.GetValue<long>()) <= sum.Limit,
        PatchCondition.FieldEquals equals => document[equals.Field]?.GetValue<string>() == equals.Value,
        _ => throw new ArgumentException($"Unknown condition {condition.GetType().Name}.", nameof(condition)),
    };

    private static void Increment(JsonObject document, string path, long amount)
    {
        var segments = path.Split('/');
        var parent = segments[..^1].Aggregate(document, (node, segment) => node[segment]!.AsObject());
        parent[segments[^1]] = (parent[segments[^1]]?.GetValue<long>() ?? 0) + amount;
    }

    private ConflictReason Mismatch(string id) => Find(id) is null ? ConflictReason.Missing : ConflictReason.Changed;

    private string? Find(string id) =>
        (string?)Command("SELECT json FROM documents WHERE partition = $partition AND id = $id", id).ExecuteScalar();

    /// <returns>Whether a document was written.</returns>
    private bool Execute(string sql, string id, params ReadOnlySpan<(string Name, object Value)> parameters) =>
        Command(sql, id, parameters).ExecuteNonQuery() == 1;

    private SqliteCommand Command(string sql, string id, params ReadOnlySpan<(string Name, object Value)> parameters) =>
        session.Command(sql, [("$partition", partition), ("$id", id), .. parameters], transaction);

    private static string Serialize(Document document) =>
        JsonSerializer.Serialize(document, document.GetType(), MetadataJson.Options);

    private static string NewETag() => Guid.NewGuid().ToString("N");
}
