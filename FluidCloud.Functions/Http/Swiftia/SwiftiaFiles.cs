using System.Globalization;
using FluidCloud.Core;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Tenants;
using FluidCloud.Functions.Http.Pipeline;

namespace FluidCloud.Functions.Http.Swiftia;

/// <summary>A page of files with the current storage statistics (statement 209).</summary>
/// <param name="SubSize">What the plan includes, in MB; -1 is unlimited.</param>
/// <param name="UsedSize">In MB with six digits. Files in Trash count until they are deleted for good.</param>
/// <param name="UsedSizePercent">With two digits; 0 when the plan is unlimited.</param>
internal sealed record SwiftiaFiles(decimal SubSize, decimal UsedSize, decimal UsedSizePercent, IReadOnlyList<SwiftiaFile> Files)
{
    public static SwiftiaFiles Of(Tenant tenant, Usage usage, IReadOnlyList<SwiftiaFile> files)
    {
        var used = Megabytes.Of(usage.BytesUsed);
        if (tenant.BytesLimit == Tenant.Unlimited)
            return new(Tenant.Unlimited, used, 0, files);
        var percent = tenant.BytesLimit == 0 ? 100 : Megabytes.Percent(usage.BytesUsed, tenant.BytesLimit);
        return new(Megabytes.Of(tenant.BytesLimit), used, percent, files);
    }
}

/// <param name="Type"><c>image</c>, <c>video</c>, <c>audio</c>, or <c>other</c>, also until the file was scanned.</param>
/// <param name="Length">Seconds; 0: the length of media is not read.</param>
/// <param name="JobId">Always null: there are no jobs here.</param>
/// <param name="Status"><c>completed</c> when it can be downloaded; <c>pending</c> while it is scanned, and for good when it is infected.</param>
/// <param name="Description">Always null: files have no description.</param>
/// <param name="Url">A signed URL; null while the file is pending.</param>
/// <param name="ThumbnailUrl">Always null: previews are not created for lists.</param>
internal sealed record SwiftiaFile(
    FileId Id, string Name, string Type, long Size, double Length, string? JobId, string Status, string? Description, IReadOnlyList<string> Tags,
    Uri? Url, Uri? ThumbnailUrl, string CreatedAt)
{
    /// <param name="url">null when it can't be downloaded.</param>
    public static SwiftiaFile Of(FileItem file, Uri? url) => new(
        file.FileId, file.OriginalName, file.Media ?? "other", file.Size, Length: 0, JobId: null, url is null ? "pending" : "completed", Description: null, file.Tags,
        url, ThumbnailUrl: null, file.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
