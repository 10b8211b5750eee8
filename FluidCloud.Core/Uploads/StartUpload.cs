using FluidCloud.Core.Access;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Quota;
using FluidCloud.Core.Spaces;

namespace FluidCloud.Core.Uploads;

/// <summary>Reserves a file id and room in the pool, and signs the URL that takes the bytes.</summary>
public sealed class StartUpload(IMetadataStore metadata, IBlobStore blobs, FindFolder folders, ReadQuota quota, TimeProvider time)
{
    /// <summary>The largest blob that one PUT can make (Azure "Put Blob": 5,000 MiB).</summary>
    private const long MaxBytes = 5000L * 1024 * 1024;

    /// <exception cref="FluidCloudException">402 before anything is signed when the pool has no room.</exception>
    public async Task<UploadTicket> Run(Caller caller, UploadRequest request, CancellationToken cancel)
    {
        var upload = Validate(caller, request);
        var partition = Partitions.Of(caller.Tenant);
        _ = await metadata.Read<Space>(partition, upload.SpaceId.ToString(), cancel) ?? throw Errors.SpaceNotFound();
        _ = await folders.Destination(caller.Tenant, upload.SpaceId, upload.FolderId, cancel);

        var (tenant, usage) = await quota.Run(caller.Tenant, cancel);
        usage.RequireRoomFor(upload.App);
        var room = tenant.BytesLimit == Tenant.Unlimited
            ? null
            : new PatchCondition.SumAtMost(["bytes_used", "bytes_reserved"], tenant.BytesLimit - upload.Size);
        var result = await metadata.Commit(partition,
            [Change.Create(upload), .. new UsageDelta().Reserve(upload).Names(upload.App).ToChanges(room)], cancel);
        if (result.Conflict is { Reason: ConflictReason.ConditionFailed })
            throw Errors.QuotaExceeded(tenant.BytesLimit, (await quota.Run(caller.Tenant, cancel)).Usage.BytesUsed, upload.Size);
        if (result.Conflict is { Reason: ConflictReason.Missing })
            throw Errors.SpaceNotFound(); // Deleted since it was read.
        // The id is random: a conflict on it is this very commit, sent again after a lost answer.
        if (result.Conflict is { Reason: not ConflictReason.Exists } conflict)
            throw new InvalidOperationException($"The upload could not be reserved: {conflict.Reason} on {conflict.Change.Id}.");

        var blob = new BlobName(caller.Tenant, upload.FileId);
        return new(upload.FileId, blob.ToString(), await blobs.SignUpload(blob, Upload.UrlLifetime, cancel), upload.CreatedAt + Upload.UrlLifetime);
    }

    private Upload Validate(Caller caller, UploadRequest request)
    {
        var file = Id.New<FileId>();
        var now = time.GetUtcNow();
        return new()
        {
            Id = Upload.IdOf(file),
            FileId = file,
            TenantId = caller.Tenant,
            SpaceId = Id.Parse<SpaceId>(request.SpaceId ?? throw Errors.Invalid("space_id", "is required")),
            FolderId = Id.ParseOptional<FolderId>(request.FolderId),
            Name = Names.ValidateFileName(request.Name, "name"),
            Size = ValidSize(request.Size),
            App = ProductNamespace.Validate(request.App ?? caller.App ?? Space.NativeApp),
            ClientKey = request.ClientKey is null ? null : ClientKey.Validate(request.ClientKey),
            Tags = FileTags.Validate(request.Tags),
            CreatedBy = caller.KeyPrefix,
            CreatedAt = now,
            DueAt = now + Upload.Lifetime,
        };
    }

    private static long ValidSize(long? size) => size switch
    {
        null => throw Errors.Invalid("size", "is required"),
        < 0 or > MaxBytes => throw Errors.Invalid("size", $"must be 0 to {MaxBytes} bytes"),
        _ => size.Value,
    };
}

/// <summary>What a caller announces. null where a field was left out.</summary>
public sealed record UploadRequest(string? Name, long? Size, string? SpaceId, string? FolderId, string? ClientKey, string? App,
    IReadOnlyList<string?>? Tags = null);

/// <summary>Where to send the bytes.</summary>
/// <param name="Key">The storage key; the completion repeats it.</param>
/// <param name="Url">Takes one PUT with the header <c>x-ms-blob-type: BlockBlob</c>.</param>
public sealed record UploadTicket(FileId FileId, string Key, Uri Url, DateTimeOffset ExpiresAt);
