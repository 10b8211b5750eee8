using FluidCloud.Core;
using FluidCloud.Core.Files;
using FluidCloud.Functions.Http.OpenApi;

namespace FluidCloud.Functions.Http;

/// <summary>A file as the API shows it: the 17 documented fields in their order (statements 84 to 102).</summary>
internal sealed record FileOut(
    FileId Id,
    TenantId TenantId,
    SpaceId SpaceId,
    FolderId? FolderId,
    string? SourceApp,
    string? ClientKey,
    string OriginalName,
    string Name,
    string? Mime,
    long? Size,
    string? Sha256,
    ScanStatus ScanStatus,
    [property: Field(Values = ["draft", "ready", "quarantined"])] FileStatus Status,
    string? CreatedBy,
    DateTimeOffset? DeletedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static FileOut Of(FileItem file) => new(
        file.FileId, file.TenantId, file.SpaceId, file.FolderId, file.SourceApp, file.ClientKey, file.OriginalName, file.OriginalName,
        file.Mime, file.Size, file.Sha256, file.ScanStatus, file.Status, file.CreatedBy, file.DeletedAt, file.CreatedAt, file.UpdatedAt);
}
