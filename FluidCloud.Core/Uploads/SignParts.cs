using FluidCloud.Core.Access;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Uploads;

/// <summary>
/// Signs fresh URLs for parts of an upload, so that an interrupted upload can continue after its URLs have expired.
/// </summary>
public sealed class SignParts(FindUpload uploads, IMetadataStore metadata, IPartStore parts, TimeProvider time)
{
    /// <param name="numbers">The parts, each from 1 to the upload's number of parts.</param>
    /// <returns>The ticket, with those parts only, in the order of their numbers.</returns>
    /// <exception cref="FluidCloudException">
    /// 404 no such upload, or it has ended; 409 it has no parts, or is older than <see cref="Upload.LongestUpload"/>; 422
    /// not a part of it.
    /// </exception>
    public async Task<UploadTicket> Run(Reach reach, FileId id, IReadOnlyList<int> numbers, CancellationToken cancel)
    {
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            if (await uploads.Run(reach, id, cancel) is not { State: UploadState.Pending } upload)
                throw Errors.UploadNotFound();
            var layout = upload.Parts ?? throw Errors.NotInParts();
            PartNumbers.CheckEach(numbers, layout.Count, "part_numbers");
            var now = time.GetUtcNow();
            var last = upload.CreatedAt + Upload.LongestUpload;
            if (now >= last)
                throw Errors.UploadTooOld();
            var until = now + Upload.PartUrlLifetime < last ? now + Upload.PartUrlLifetime : last;
            // The later expiry is stored before the URLs are returned, so that maintenance looks for bytes until then.
            if (until > upload.WritableUntil && !await Prolong(upload with { WritableUntil = until }, now, cancel))
                continue;
            var urls = await parts.Sign(layout, until - now, cancel);
            return new(id, upload.Blob.ToString(), Url: null, until)
            {
                PartSize = layout.PartSize,
                Parts = [.. numbers.Order().Select(number => new PartUrl(number, urls[number - 1]))],
            };
        }
    }

    private async Task<bool> Prolong(Upload upload, DateTimeOffset now, CancellationToken cancel)
    {
        var prolonged = upload with { DueAt = upload.NextInspection(now) };
        var result = await metadata.Commit(Partitions.Of(upload.TenantId), [Change.Replace(prolonged)], cancel);
        if (!result.Succeeded)
            result.ExpectRaceOn(upload.Id);
        return result.Succeeded;
    }
}
