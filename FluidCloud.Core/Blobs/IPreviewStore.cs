namespace FluidCloud.Core.Blobs;

/// <summary>
/// Converted copies of files, in a private container of their own. They can be made again, so nobody's quota counts them;
/// which of them counts is the file's record to say.
/// </summary>
public interface IPreviewStore
{
    /// <summary>Stores a JPEG, whole and at once.</summary>
    Task Write(PreviewName name, ReadOnlyMemory<byte> jpeg, CancellationToken cancel);

    /// <summary>A URL from which the copy can be read.</summary>
    Task<Uri> Sign(PreviewName name, DownloadHeaders headers, TimeSpan lifetime, CancellationToken cancel);

    /// <summary>The copies of a tenant's files whose id begins so.</summary>
    IAsyncEnumerable<StoredPreview> List(TenantId tenant, string idPrefix, CancellationToken cancel);

    /// <summary>Erases a copy with its snapshots. One that is not there is erased already.</summary>
    Task<Erasure> Erase(PreviewName name, CancellationToken cancel);
}

/// <summary>Where a copy is: <c>{tenant}/{file}/{attempt}</c>. Two conversions of a file never write the same blob.</summary>
public readonly record struct PreviewName(TenantId Tenant, FileId File, Guid Attempt)
{
    public override string ToString() => $"{Tenant}/{File}/{Attempt}";

    /// <returns>null for what is not the name of a copy.</returns>
    public static PreviewName? Of(string name) => name.Split('/') is [var tenant, var file, var attempt]
        && Guid.TryParseExact(tenant, "D", out var tenantId) && Guid.TryParseExact(file, "D", out var fileId)
        && Guid.TryParseExact(attempt, "D", out var attemptId)
            ? new(new(tenantId), new(fileId), attemptId)
            : null;
}

public sealed record StoredPreview(PreviewName Name, DateTimeOffset CreatedAt);
