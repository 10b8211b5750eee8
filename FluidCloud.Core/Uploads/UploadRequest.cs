using FluidCloud.Core.Access;
using FluidCloud.Core.Files;
using FluidCloud.Core.Spaces;

namespace FluidCloud.Core.Uploads;

/// <summary>What a caller announces. Omitted fields are null.</summary>
public sealed record UploadRequest(string? Name, long? Size, string? SpaceId, string? FolderId, string? ClientKey, string? App,
    IReadOnlyList<string?>? Tags = null)
{
    /// <exception cref="FluidCloudException">422 that names the field.</exception>
    internal Upload ToUpload(Caller caller, UploadLimits limits, DateTimeOffset now)
    {
        var file = Id.New<FileId>();
        var size = ValidSize(limits);
        var partSize = limits.PartSizeOf(size);
        var writableUntil = now + (partSize is null ? Upload.UrlLifetime : Upload.PartUrlLifetime);
        var upload = new Upload
        {
            Id = Upload.IdOf(file),
            FileId = file,
            TenantId = caller.Tenant,
            SpaceId = Id.Parse<SpaceId>(SpaceId ?? throw Errors.Invalid("space_id", "is required")),
            FolderId = Id.ParseOptional<FolderId>(FolderId),
            Name = Names.ValidateFileName(Name, "name"),
            Size = size,
            PartSize = partSize,
            App = ProductNamespace.Validate(App ?? caller.App ?? Space.NativeApp),
            ClientKey = ClientKey is null ? null : Files.ClientKey.Validate(ClientKey),
            Tags = FileTags.Validate(Tags),
            CreatedBy = caller.KeyPrefix,
            CreatedAt = now,
            WritableUntil = writableUntil,
        };
        return upload with { DueAt = upload.NextInspection(now) };
    }

    private long ValidSize(UploadLimits limits) => Size switch
    {
        null => throw Errors.Invalid("size", "is required"),
        var size when size < 0 || size > limits.MaxBytes => throw Errors.Invalid("size", $"must be 0 to {limits.MaxBytes} bytes"),
        _ => Size.Value,
    };
}
