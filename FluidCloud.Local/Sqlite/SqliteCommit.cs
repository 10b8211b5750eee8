using System.Text.Json;
using System.Text.Json.Nodes;
using FluidCloud.Core.Metadata;
using Microsoft.Data.Sqlite;

namespace FluidCloud.Local.Sqlite;

/// <summary>Applies the changes of one commit, one by one, inside its transaction.</summary>
internal sealed class SqliteCommit(SqliteTransaction transaction, string partition)
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
        if (Find(change.Id) is not null)
            return new(null, ConflictReason.Exists);
        var etag = NewETag();
        using var command = Command(
            "INSERT INTO documents (partition, id, type, etag, json) VALUES ($partition, $id, $type, $etag, $json)", change.Id);
        command.Parameters.AddWithValue("$type", change.Type);
        command.Parameters.AddWithValue("$etag", etag);
        command.Parameters.AddWithValue("$json", Serialize(change.Document));
        command.ExecuteNonQuery();
        return new(etag, null);
    }

    private Outcome Replace(ReplaceChange change) =>
        Mismatch(change.Id, change.Document.ETag) is { } reason
            ? new(null, reason)
            : new(Write(change.Id, Serialize(change.Document)), null);

    private Outcome Delete(DeleteChange change)
    {
        if (Mismatch(change.Id, change.ETag) is { } reason)
            return new(null, reason);
        using var command = Command("DELETE FROM documents WHERE partition = $partition AND id = $id", change.Id);
        command.ExecuteNonQuery();
        return new(null, null);
    }

    private Outcome Patch(PatchChange change)
    {
        if (Find(change.Id) is not { } stored)
            return new(null, ConflictReason.Missing);
        var document = JsonNode.Parse(stored.Json)!.AsObject();
        if (change.Condition is { } condition && !Holds(condition, document))
            return new(null, ConflictReason.ConditionFailed);
        foreach (var (path, amount) in change.Increments)
            Increment(document, path, amount);
        foreach (var (field, value) in change.Sets)
            document[field] = JsonSerializer.SerializeToNode(value, MetadataJson.Options);
        return new(Write(change.Id, document.ToJsonString()), null);
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

    private ConflictReason? Mismatch(string id, string etag) => Find(id) switch
    {
        null => ConflictReason.Missing,
        { } stored when stored.ETag != etag => ConflictReason.Changed,
        _ => null,
    };

    private (string ETag, string Json)? Find(string id)
    {
        using var command = Command("SELECT etag, json FROM documents WHERE partition = $partition AND id = $id", id);
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetString(0), reader.GetString(1)) : null;
    }

    private string Write(string id, string json)
    {
        var etag = NewETag();
        using var command = Command("UPDATE documents SET etag = $etag, json = $json WHERE partition = $partition AND id = $id", id);
        command.Parameters.AddWithValue("$etag", etag);
        command.Parameters.AddWithValue("$json", json);
        command.ExecuteNonQuery();
        return etag;
    }

    private SqliteCommand Command(string sql, string id)
    {
        var command = transaction.Connection!.CreateCommand();
#pragma warning disable CA2100 // The texts are the literals above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Transaction = transaction;
        command.Parameters.AddWithValue("$partition", partition);
        command.Parameters.AddWithValue("$id", id);
        return command;
    }

    private static string Serialize(Document document) =>
        JsonSerializer.Serialize(document, document.GetType(), MetadataJson.Options);

    private static string NewETag() => Guid.NewGuid().ToString("N");
}
