using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using FluidCloud.Core.Blobs;

namespace FluidCloud.Adapters.Azure;

/// <summary>What a signed URL allows and pins.</summary>
/// <param name="ContentType">null leaves the header to the blob.</param>
public sealed record SasTerms(BlobSasPermissions Permissions, string? ContentType)
{
    public string? ContentDisposition { get; init; }

    /// <summary>To read bytes with these headers.</summary>
    public static SasTerms Read(DownloadHeaders headers) => new(BlobSasPermissions.Read, headers.ContentType ?? "application/octet-stream")
    {
        ContentDisposition = headers.Disposition,
    };
}

/// <summary>
/// Signs URLs to single blobs: with the account key where the client holds one (Azurite), else with a user-delegation
/// key, which is good for days and asked for again in time (Azure "Create a user delegation SAS").
/// </summary>
public sealed class SasSigner(BlobServiceClient service, TimeProvider time) : IDisposable
{
    /// <summary>Longer than any URL is good for; a week is the most there is.</summary>
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
            // What reads are answered with is pinned here: the blob's own headers are the uploader's. With an encoding of
            // his choice a client would decode the bytes into others than were scanned.
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
            return good; // Nobody waits while it is good.
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
