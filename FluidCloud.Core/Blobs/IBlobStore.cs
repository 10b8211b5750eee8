namespace FluidCloud.Core.Blobs;

/// <summary>
/// Stores the bytes of files: one private container, each blob written once under a name that is never reused. The metadata
/// decides which blobs count; names come only from there.
/// </summary>
public interface IBlobStore
{
    /// <summary>Signs a URL for one PUT of the bytes. It can't replace an existing blob.</summary>
    Task<Uri> SignUpload(BlobName name, TimeSpan lifetime, CancellationToken cancel);

    /// <summary>Signs a URL for reading the bytes. The response's name and type are part of the signature.</summary>
    Task<Uri> SignDownload(BlobName name, DownloadHeaders headers, TimeSpan lifetime, CancellationToken cancel);

    /// <returns>null when there is no such blob.</returns>
    Task<BlobFacts?> Find(BlobName name, CancellationToken cancel);

    /// <returns>A stream that reads from storage on demand; null when there is no such blob.</returns>
    Task<Stream?> OpenRead(BlobName name, CancellationToken cancel);

    /// <param name="offset">Offset of the first byte.</param>
    /// <param name="count">Number of bytes, at least 1 and within the blob.</param>
    /// <inheritdoc cref="OpenRead(BlobName, CancellationToken)"/>
    Task<Stream?> OpenRead(BlobName name, long offset, long count, CancellationToken cancel);

    /// <summary>Lists the blobs of a tenant by id prefix, in the order of their ids.</summary>
    IAsyncEnumerable<StoredBlob> List(TenantId tenant, string idPrefix, CancellationToken cancel);

    /// <summary>Erases a blob with its snapshots. Succeeds when there is no such blob.</summary>
    Task<Erasure> Erase(BlobName name, CancellationToken cancel);
}

/// <param name="Flaw">
/// Why the blob can't be used as a file, as a message for the uploader, who chooses its type, tier and encryption key with
/// the PUT. null when it can.
/// </param>
public sealed record BlobFacts(long Size, string? Flaw = null);

/// <param name="Id">The file's id, from the blob's name.</param>
public sealed record StoredBlob(string Id, DateTimeOffset CreatedAt);

/// <summary>What storage reports about erased bytes.</summary>
public enum Erasure
{
    /// <summary>Erased permanently.</summary>
    Permanent,

    /// <summary>There was nothing to erase.</summary>
    Absent,

    /// <summary>Erased; storage does not report whether permanently.</summary>
    Unstated,

    /// <summary>The account keeps deleted bytes for some time (soft delete, versions): not an erasure.</summary>
    Recoverable,
}

/// <summary>The name of a file's blob: <c>{tenant}/{file}</c>.</summary>
public readonly record struct BlobName(TenantId Tenant, FileId File)
{
    public override string ToString() => $"{Tenant}/{File}";
}

/// <param name="ContentType">null is served as <c>application/octet-stream</c>.</param>
public sealed record DownloadHeaders(string FileName, string? ContentType)
{
    /// <summary>true lets a browser display the file; false makes it save the file.</summary>
    public bool Inline { get; init; }

    public string Disposition => ContentDisposition.Of(FileName, Inline);
}
