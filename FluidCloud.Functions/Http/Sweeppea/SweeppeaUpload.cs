using FluidCloud.Core;
using FluidCloud.Core.Files;
using FluidCloud.Functions.Http.Pipeline;

namespace FluidCloud.Functions.Http.Sweeppea;

/// <summary>A file uploaded within the request. It can be fetched once its scan is clean.</summary>
internal sealed record SweeppeaUpload(FileId FileToken, string Filename, long Size, decimal SizeMB, string CreationDate)
{
    /// <summary>The maximum size of a file: 10 MB (table U).</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>The maximum size of a body: a file in Base64 and the other fields.</summary>
    public const int MaxBody = (MaxBytes + 2) / 3 * 4 + 64 * 1024;

    public static SweeppeaUpload Of(FileItem file) =>
        new(file.FileId, file.OriginalName, file.Size, Megabytes.Rounded(file.Size), SweeppeaFile.TimeText(file.CreatedAt));

    public static FluidCloudException Exists(FileItem file) =>
        new(ErrorCode.Conflict, "A file with this name already exists.", detail: file.FileId);
}
