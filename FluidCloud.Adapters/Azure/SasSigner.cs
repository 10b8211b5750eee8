using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using FluidCloud.Core.Blobs;

namespace FluidCloud.Adapters.Azure;

/// <summary>The permissions and response headers that a signed URL fixes.</summary>
/// <param name="ContentType">null keeps the blob's own header.</param>
public sealed record SasTerms(BlobSasPermissions Permissions, string? ContentType)
{
    public string? ContentDisposition { get; init; }

    /// <summary>Permission to read, with these response headers.</summary>
    public static SasTerms Read(DownloadHeaders headers) => new(BlobSasPermissions.Read, headers.ContentType ?? "application/octet-stream")
    {
        ContentDisposition = headers.Disposition,
    };
}

/// <summary>
/// Signs URLs for single blobs: with the account key when the client has one (Azurite), otherwise with a user delegation
/// key, which is valid for days and renewed in time (Azure "Create a user delegation SAS").
/// </summary>
public sealed class SasSigner(BlobServiceClient service, TimeProvider time) : IDisposable
{
    /// <summary>Longer than the lifetime of any URL; Azure allows at most a week.</summary>
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromDays(2);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim renewing = new(1, 1);
    private volatile UserDelegationKey? key;

    public async Task<Uri> Sign(BlobBaseClient blob, SasTerms terms, TimeSpan lifetime, CancellationToken cancel)
    {
        var expires = time.GetUtcNow() + lifetime;
        var sas = new BlobSasBuilder(terms.Permissions, expires)
        {
            BlobContainerName = blob.BlobContainerName,
            BlobName = blob.Name,
            Resource = "b",
            ContentType = terms.ContentType,
            ContentDisposition = terms.ContentDisposition,
            // The signature fixes the response headers, because the uploader chose the blob's own. With an encoding of the
            // uploader's choice a client would decode the bytes to other bytes than those scanned.
            ContentEncoding = terms.ContentType is null ? null : "identity",
            CacheControl = terms.ContentType is null ? null : "private, no-store",
        };
        if (blob.CanGenerateSasUri)
            return blob.GenerateSasUri(sas);
        sas.Protocol = SasProtocol.Https;
        var query = sas.ToSasQueryParameters(await DelegationKey(expires, cancel), blob.AccountName);
        return new BlobUriBuilder(blob.Uri) { Sas = query }.ToUri();
    }

    public void Dispose() => renewing.Dispose();

    private async Task<UserDelegationKey> DelegationKey(DateTimeOffset neededUntil, CancellationToken cancel)
    {
        if (key is { } good && good.SignedExpiresOn >= neededUntil)
            return good; // No caller waits while the key is valid.
        await renewing.WaitAsync(cancel);
        try
        {
            if (key is { } renewed && renewed.SignedExpiresOn >= neededUntil)
                return renewed;
            var now = time.GetUtcNow();
            UserDelegationKey next = await service.GetUserDelegationKeyAsync(now - ClockSkew, now + KeyLifetime, cancel);
            key = next;
            return next;
        }
        finally
        {
            renewing.Release();
        }
    }
}
