using System.Text.Json;
using FluidCloud.Core.Metadata;
using Microsoft.Azure.Cosmos;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>
/// Recognises a conflict of a commit with itself. The client retries a write after a broken connection although the first
/// attempt may have been executed; the retry then conflicts with its own documents. Every document that a commit creates or
/// replaces stores the commit's marker, by which the conflict is recognised.
/// </summary>
/// <remarks>
/// A commit that only deletes and patches leaves no marker, or one that the next patch overwrites. It stays a conflict, and
/// the caller reads what happened, as <see cref="IMetadataStore"/> requires.
/// </remarks>
internal sealed class CosmosOwnWrite(Container container, string partition, string marker)
{
    /// <returns>null when the commit was not executed, or when this can't be proved.</returns>
    public async Task<CommitResult?> Recognise(IReadOnlyList<Change> changes, CancellationToken cancel)
    {
        if (!changes.Any(change => change is CreateChange or ReplaceChange))
            return null;
        var ids = changes.Where(change => change is not DeleteChange).Select(change => change.Id).Distinct().ToList();
        var found = new Dictionary<string, Traces>();
        await foreach (var row in container.Rows(CosmosQuery.ById(partition, ids), partition, ids.Count, cancel))
            found[CosmosDocument.Text(row, "id")] = Read(row);
        return found.Values.Any(traces => traces.WrittenBy == marker)
            ? CommitResult.Applied([.. changes.Select(change => ETag(change, found))])
            : null;
    }

    /// <summary>
    /// null for a document that others have changed since: with its ETag the caller would overwrite changes it has not read.
    /// </summary>
    private string? ETag(Change change, Dictionary<string, Traces> found)
    {
        if (change is DeleteChange)
            return null;
        return found.TryGetValue(change.Id, out var traces) && (traces.PatchedBy ?? traces.WrittenBy) == marker
            ? traces.ETag
            : CosmosDocument.NoVersion;
    }

    private static Traces Read(JsonElement row) => new(
        CosmosDocument.Text(row, CosmosDocument.WrittenBy),
        row.TryGetProperty(CosmosDocument.PatchedBy, out var patch) ? patch.GetString() : null,
        CosmosDocument.Text(row, CosmosDocument.ETag));

    private sealed record Traces(string WrittenBy, string? PatchedBy, string ETag);
}
