using FluidCloud.Core;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Shares;

namespace FluidCloud.Tests.Interruption;

internal sealed class CutMetadataStore(IMetadataStore inner, Cut cut) : IMetadataStore
{
    public Task<T?> Read<T>(string partition, string id, CancellationToken cancel) where T : Document, IDocumentType =>
        cut.Read(() => inner.Read<T>(partition, id, cancel));

    public Task<Page<T>> Query<T>(string? partition, Query<T> query, CancellationToken cancel) where T : Document, IDocumentType =>
        cut.Read(() => inner.Query(partition, query, cancel));

    public Task<CommitResult> Commit(string partition, IReadOnlyList<Change> changes, CancellationToken cancel) =>
        cut.Effect($"commit in {partition} of " + string.Join(", ", changes.Select(change => $"{change.GetType().Name} {change.Id}")),
            () => inner.Commit(partition, changes, cancel));
}

internal sealed class CutJobQueue(IJobQueue inner, Cut cut) : IJobQueue
{
    public Task Send<T>(T job, CancellationToken cancel, TimeSpan delay = default) where T : IJob =>
        cut.Effect($"send of {job}", async () =>
        {
            await inner.Send(job, cancel, delay);
            return true;
        });

    public Task SetAside<T>(string message, CancellationToken cancel) where T : IJob => inner.SetAside<T>(message, cancel);
}

internal sealed class CutBlobStore(IBlobStore inner, Cut cut) : IBlobStore
{
    public Task<Uri> SignUpload(BlobName name, TimeSpan lifetime, CancellationToken cancel) => inner.SignUpload(name, lifetime, cancel);

    public Task<Uri> SignDownload(BlobName name, DownloadHeaders headers, TimeSpan lifetime, CancellationToken cancel) =>
        inner.SignDownload(name, headers, lifetime, cancel);

    public Task<BlobFacts?> Find(BlobName name, CancellationToken cancel) => cut.Read(() => inner.Find(name, cancel));

    public Task<Stream?> OpenRead(BlobName name, CancellationToken cancel) => cut.Read(() => inner.OpenRead(name, cancel));

    public Task<Stream?> OpenRead(BlobName name, long offset, long count, CancellationToken cancel) =>
        cut.Read(() => inner.OpenRead(name, offset, count, cancel));

    public IAsyncEnumerable<StoredBlob> List(TenantId tenant, string idPrefix, CancellationToken cancel) => inner.List(tenant, idPrefix, cancel);

    public Task<Erasure> Erase(BlobName name, CancellationToken cancel) =>
        cut.Effect($"erasure of {name}", () => inner.Erase(name, cancel));
}

internal sealed class CutErasureLogStore(IErasureLogStore inner, Cut cut) : IErasureLogStore
{
    public Task<LogBlob?> Read(string name, CancellationToken cancel) => cut.Read(() => inner.Read(name, cancel));

    public Task<string?> Write(string name, ReadOnlyMemory<byte> bytes, string? version, CancellationToken cancel) =>
        cut.Effect($"log {name}", () => inner.Write(name, bytes, version, cancel));
}

internal sealed class CutJournalStore(IJournalStore inner, Cut cut) : IJournalStore
{
    public Task Write(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancel) =>
        cut.Effect($"journal {name}", async () =>
        {
            await inner.Write(name, bytes, cancel);
            return true;
        });

    public Task<byte[]?> Read(string name, CancellationToken cancel) => cut.Read(() => inner.Read(name, cancel));

    public IAsyncEnumerable<string> List(string prefix, CancellationToken cancel) => inner.List(prefix, cancel);
}

internal sealed class CutPreviewStore(IPreviewStore inner, Cut cut) : IPreviewStore
{
    public Task Write(PreviewName name, ReadOnlyMemory<byte> jpeg, CancellationToken cancel) =>
        cut.Effect($"preview {name}", async () =>
        {
            await inner.Write(name, jpeg, cancel);
            return true;
        });

    public Task<Uri> Sign(PreviewName name, DownloadHeaders headers, TimeSpan lifetime, CancellationToken cancel) =>
        inner.Sign(name, headers, lifetime, cancel);

    public IAsyncEnumerable<StoredPreview> List(TenantId tenant, string idPrefix, CancellationToken cancel) => inner.List(tenant, idPrefix, cancel);

    public Task<Erasure> Erase(PreviewName name, CancellationToken cancel) =>
        cut.Effect($"erasure of preview {name}", () => inner.Erase(name, cancel));
}

internal sealed class CutPartStore(IPartStore inner, Cut cut) : IPartStore
{
    public Task<IReadOnlyList<Uri>> Sign(PartLayout parts, TimeSpan lifetime, CancellationToken cancel) => inner.Sign(parts, lifetime, cancel);

    public Task Write(PartLayout parts, int number, ReadOnlyMemory<byte> bytes, CancellationToken cancel) =>
        cut.Effect($"part {number} of {parts.Name}", async () =>
        {
            await inner.Write(parts, number, bytes, cancel);
            return true;
        });

    public Task<IReadOnlyList<int>> ListReceived(PartLayout parts, CancellationToken cancel) => cut.Read(() => inner.ListReceived(parts, cancel));

    public Task<JoinResult> Join(PartLayout parts, CancellationToken cancel) =>
        cut.Effect($"joining of {parts.Name}", () => inner.Join(parts, cancel));

    public IAsyncEnumerable<StoredBlob> List(TenantId tenant, string idPrefix, CancellationToken cancel) => inner.List(tenant, idPrefix, cancel);

    public Task<long> Measure(BlobName name, CancellationToken cancel) => cut.Read(() => inner.Measure(name, cancel));

    public Task Erase(BlobName name, CancellationToken cancel) =>
        cut.Effect($"erasure of the parts of {name}", async () =>
        {
            await inner.Erase(name, cancel);
            return true;
        });
}

internal sealed class CutEdgeCache(IEdgeCache inner, Cut cut) : IEdgeCache
{
    public bool HoldsLinks => inner.HoldsLinks;

    public Task Purge(IReadOnlyList<string> paths, CancellationToken cancel) =>
        cut.Effect($"an edge purge of {paths.Count} paths", async () =>
        {
            await inner.Purge(paths, cancel);
            return true;
        });
}
