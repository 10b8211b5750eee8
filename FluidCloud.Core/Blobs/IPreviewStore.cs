namespace FluidCloud.Core.Blobs;

/// <summary>
/// Stores converted previews of files, in a private container of their own. They can be made again, so no quota counts them.
/// The file's record says which preview is current.
/// </summary>
public interface IPreviewStore
{
    /// <summary>Stores a JPEG atomically.</summary>
    Task Write(PreviewName name, ReadOnlyMemory<byte> jpeg, CancellationToken cancel);

    /// <summary>Signs a URL for reading the preview.</summary>
    Task<Uri> Sign(PreviewName name, DownloadHeaders headers, TimeSpan lifetime, CancellationToken cancel);

    /// <summary>Lists the previews of a tenant by prefix of the file's id.</summary>
    IAsyncEnumerable<StoredPreview> List(TenantId tenant, string idPrefix, CancellationToken cancel);

    /// <summary>Erases a preview with its snapshots. Succeeds when there is no such preview.</summary>
    Task<Erasure> Erase(PreviewName name, CancellationToken cancel);
}

/// <summary>
/// The name of a preview's blob: <c>{tenant}/{file}/{attempt}</c>. Two conversions of a file never write the same blob.
/// </summary>
public readonly record struct PreviewName(TenantId Tenant, FileId File, Guid Attempt)
{
    public override string ToString() => $"{Tenant}/{File}/{Attempt}";

    /// <returns>null when the text is not the name of a preview.</returns>
    public static PreviewName? Of(string name) => name.Split('/') is [var tenant, var file, var attempt]
        && Guid.TryParseExact(tenant, "D", out var tenantId) && Guid.TryParseExact(file, "D", out var fileId)
        && Guid.TryParseExact(attempt, "D", out var attemptId)
            ? new(new(tenantId), new(fileId), attemptId)
            : null;
}

public sealed record StoredPreview(PreviewName Name, DateTimeOffset CreatedAt);
