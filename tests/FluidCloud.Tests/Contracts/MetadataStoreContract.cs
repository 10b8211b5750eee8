using FluidCloud.Core.Metadata;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

/// <summary>
/// What every metadata store does, whichever it is. Each test has a partition of its own, so that nothing needs to be
/// cleaned up and the store may be a shared one.
/// </summary>
public abstract partial class MetadataStoreContract
{
    private readonly string partition = NewName("test:");

    protected abstract IMetadataStore Store { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string NewName(string prefix = "") => prefix + Guid.NewGuid().ToString("N");

    private Task<T?> Read<T>(string id) where T : Document, IDocumentType => Store.Read<T>(partition, id, Cancel);

    private Task<CommitResult> Commit(params IReadOnlyList<Change> changes) => Store.Commit(partition, changes, Cancel);

    /// <summary>Creates the document and returns it as its next reader would see it.</summary>
    private async Task<T> Stored<T>(T document) where T : Document, IDocumentType
    {
        var result = await Commit(Change.Create(document));
        return document with { ETag = Applied(result).Single().ShouldNotBeNull() };
    }

    private async Task StoreAll<T>(IEnumerable<T> documents) where T : Document, IDocumentType
    {
        foreach (var changes in documents.Select(Change.Create).Chunk(IMetadataStore.MaxOperations))
            Applied(await Commit(changes));
    }

    private static IReadOnlyList<string?> Applied(CommitResult result)
    {
        result.Conflict.ShouldBeNull();
        result.Succeeded.ShouldBeTrue();
        return result.ETags;
    }

    private static void ShouldConflict(CommitResult result, int index, Change change, ConflictReason reason)
    {
        result.Succeeded.ShouldBeFalse();
        result.Conflict.ShouldNotBeNull();
        result.Conflict.Reason.ShouldBe(reason);
        result.Conflict.Index.ShouldBe(index);
        result.Conflict.Change.ShouldBeSameAs(change);
    }

    private async Task ShouldConflict(Change change, ConflictReason reason) =>
        ShouldConflict(await Commit(change), 0, change, reason);
}
