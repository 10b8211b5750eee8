namespace FluidCloud.Core.Blobs;

/// <summary>
/// The bytes: one private container, each blob written once under a name that is never used again. Which blobs count
/// is the metadata's to say; a name comes only from there.
/// </summary>
public interface IBlobStore
{
    /// <summary>A URL to which the bytes can be PUT once: it can't replace a blob that exists.</summary>
    Task<Uri> SignUpload(BlobName name, TimeSpan lifetime, CancellationToken cancel);

    /// <summary>A URL from which the bytes can be read; name and type of the answer are part of the signature.</summary>
    Task<Uri> SignDownload(BlobName name, DownloadHeaders headers, TimeSpan lifetime, CancellationToken cancel);

    /// <returns>null when there is no such blob.</returns>
    Task<BlobFacts?> Find(BlobName name, CancellationToken cancel);

    /// <returns>A stream that reads from storage as it is read, or null when there is no such blob.</returns>
    Task<Stream?> OpenRead(BlobName name, CancellationToken cancel);

    /// <param name="offset">Of the first byte.</param>
    /// <param name="count">At least 1; the blob has as many.</param>
    /// <inheritdoc cref="OpenRead(BlobName, CancellationToken)"/>
    Task<Stream?> OpenRead(BlobName name, long offset, long count, CancellationToken cancel);

    /// <summary>The blobs of a tenant whose id begins so, in the order of their ids.</summary>
    IAsyncEnumerable<StoredBlob> List(TenantId tenant, string idPrefix, CancellationToken cancel);

    /// <summary>Erases a blob with its snapshots. A blob that is not there is erased already.</summary>
    Task<Erasure> Erase(BlobName name, CancellationToken cancel);
}

/// <param name="Flaw">
/// Why it can't be the bytes of a file, in words for the uploader: who PUTs a blob also chooses its kind, tier and key.
/// null when it can.
/// </param>
public sealed record BlobFacts(long Size, string? Flaw = null);

/// <param name="Id">The file's id, as the blob's name has it.</param>
public sealed record StoredBlob(string Id, DateTimeOffset CreatedAt);

/// <summary>What storage says of erased bytes.</summary>
public enum Erasure
{
    /// <summary>They are gone for good.</summary>
    Permanent,

    /// <summary>They were gone already.</summary>
    Absent,

    /// <summary>They are gone; whether for good, storage does not say.</summary>
    Unstated,

    /// <summary>The account keeps deleted bytes for a while: this is not erasure.</summary>
    Recoverable,
}

/// <summary>Where the bytes of a file are: <c>{tenant}/{file}</c>.</summary>
public readonly record struct BlobName(TenantId Tenant, FileId File)
{
    public override string ToString() => $"{Tenant}/{File}";
}

/// <param name="ContentType">null is served as <c>application/octet-stream</c>.</param>
public sealed record DownloadHeaders(string FileName, string? ContentType)
{
    /// <summary>false has a browser save it; true lets it show it.</summary>
    public bool Inline { get; init; }

    public string Disposition => ContentDisposition.Of(FileName, Inline);
}
