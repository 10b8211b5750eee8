using System.Globalization;
using FluidCloud.Core;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Tenants;
using FluidCloud.Functions.Http.Pipeline;

namespace FluidCloud.Functions.Http.Sweeppea;

/// <summary>The response to a deletion (statement 187).</summary>
internal sealed record SweeppeaReceipt(FileId FileToken, string Filename, decimal SizeMB)
{
    public static SweeppeaReceipt Of(FileItem file) => new(file.FileId, file.OriginalName, Megabytes.Rounded(file.Size));
}

/// <summary>A page of the tenant's files.</summary>
/// <param name="Categories">Empty: this product has none.</param>
internal sealed record SweeppeaFiles(
    IReadOnlyList<SweeppeaFile> Files, IReadOnlyList<string> Categories, SweeppeaStorage Storage, SweeppeaPagination Pagination)
{
    public static SweeppeaFiles Of(IReadOnlyList<FileItem> files, Tenant tenant, Usage usage, int page, int limit) => new(
        [.. files.Select(SweeppeaFile.Of)],
        Categories: [],
        SweeppeaStorage.Of(tenant, usage),
        SweeppeaPagination.Of(usage.Files - usage.TrashFiles, page, limit));
}

/// <param name="CreationDate">In milliseconds: <c>2024-01-23T21:58:05.468Z</c>.</param>
/// <remarks>The fields of categories and of sharing between users are empty: this product has neither.</remarks>
internal sealed record SweeppeaFile(
    FileId FileToken, string? CategoryToken, string CreationDate, IReadOnlyList<string> SharedTo, bool VisibleToAdmins, SweeppeaFileInfo FileInfo)
{
    public static SweeppeaFile Of(FileItem file) => new(
        file.FileId, CategoryToken: null, TimeText(file.CreatedAt), SharedTo: [], VisibleToAdmins: true,
        new(file.OriginalName, file.Size, file.Mime, Path: file.Blob.ToString(), Encoding: "binary", UploadByAdmin: false, Opened: false, Private: true));

    public static string TimeText(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}

/// <param name="MimeType">null until the file was scanned.</param>
/// <param name="Path">The name of its blob, which gives no access by itself.</param>
internal sealed record SweeppeaFileInfo(
    string Filename, long Size, string? MimeType, string Path, string Encoding, bool UploadByAdmin, bool Opened, bool Private);

/// <param name="UsedMB">Files in Trash count until they are deleted for good.</param>
/// <param name="MaxMB">-1 is unlimited, as is <paramref name="RemainingMB"/>.</param>
/// <param name="RemainingMB">0 also when the limit is below the usage.</param>
internal sealed record SweeppeaStorage(decimal UsedMB, decimal MaxMB, decimal RemainingMB)
{
    public static SweeppeaStorage Of(Tenant tenant, Usage usage) => tenant.BytesLimit == Tenant.Unlimited
        ? new(Megabytes.Rounded(usage.BytesUsed), Tenant.Unlimited, Tenant.Unlimited)
        : new(Megabytes.Rounded(usage.BytesUsed), Megabytes.Rounded(tenant.BytesLimit), Megabytes.Rounded(Math.Max(0, tenant.BytesLimit - usage.BytesUsed)));
}

internal sealed record SweeppeaPagination(int Page, int Limit, long TotalFiles, long TotalPages)
{
    public static SweeppeaPagination Of(long files, int page, int limit) => new(page, limit, files, (files + limit - 1) / limit);
}

/// <param name="Mode">What the URL does: <c>download</c> instead of a requested preview when browsers must not show the type.</param>
internal sealed record SweeppeaFileUrl(
    FileId FileToken, string Filename, string? MimeType, long Size, decimal SizeMB, string Mode, Uri Url, int ExpiresIn, string ExpiresAt)
{
    public const string Preview = "preview";
    public const string Download = "download";

    public static SweeppeaFileUrl Of(FileItem file, string mode, Uri url, int seconds, DateTimeOffset expires) => new(
        file.FileId, file.OriginalName, file.Mime, file.Size, Megabytes.Rounded(file.Size), mode, url, seconds, SweeppeaFile.TimeText(expires));
}
