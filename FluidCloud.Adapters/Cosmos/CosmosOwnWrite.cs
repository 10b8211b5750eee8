using System.Text.Json;
using FluidCloud.Core.Metadata;
using Microsoft.Azure.Cosmos;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>
/// Tells a conflict with others from a conflict with oneself. The client sends a write again when its connection broke, and
/// then the first sending may have been executed: the second finds its own documents created, its ETags outdated, its
/// conditions used up. Every document that a commit creates or replaces names that commit, so one glance at them tells.
/// </summary>
/// <remarks>
/// A commit that only deletes and patches leaves no such trace, or one that the next patch covers. Its conflict stays one,
/// and the caller reads what happened, as <see cref="IMetadataStore"/> asks of him anyway.
/// </remarks>
internal sealed class CosmosOwnWrite(Container container, string partition, string marker)
{
    /// <returns>null when the commit was not executed, or nothing can prove it any more.</returns>
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
    /// What others have written since is not this commit's version: its ETag would let the next commit overwrite it unread.
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
