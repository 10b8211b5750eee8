using FluidCloud.Core;
using FluidCloud.Core.Blobs;

namespace FluidCloud.Tests.Hosting;

/// <summary>Passes everything on; a test overrides what it wants to go otherwise.</summary>
internal abstract class BlobStoreDecorator(IBlobStore inner) : IBlobStore
{
    public virtual Task<Uri> SignUpload(BlobName name, TimeSpan lifetime, CancellationToken cancel) => inner.SignUpload(name, lifetime, cancel);

    public virtual Task<Uri> SignDownload(BlobName name, DownloadHeaders headers, TimeSpan lifetime, CancellationToken cancel) =>
        inner.SignDownload(name, headers, lifetime, cancel);

    public virtual Task<BlobFacts?> Find(BlobName name, CancellationToken cancel) => inner.Find(name, cancel);

    public virtual Task<Stream?> OpenRead(BlobName name, CancellationToken cancel) => inner.OpenRead(name, cancel);

    public virtual Task<Stream?> OpenRead(BlobName name, long offset, long count, CancellationToken cancel) =>
        inner.OpenRead(name, offset, count, cancel);

    public virtual IAsyncEnumerable<StoredBlob> List(TenantId tenant, string idPrefix, CancellationToken cancel) => inner.List(tenant, idPrefix, cancel);

    public virtual Task<Erasure> Erase(BlobName name, CancellationToken cancel) => inner.Erase(name, cancel);
}
