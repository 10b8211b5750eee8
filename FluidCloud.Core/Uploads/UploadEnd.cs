using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Uploads;

/// <summary>What a commit does to the document of an upload that ends, whose room it releases.</summary>
internal static class UploadEnd
{
    /// <summary>Gone, or kept while bytes may still come.</summary>
    public static Change Of(Upload upload, DateTimeOffset now) => upload.WritableUntil <= now
        ? Change.Delete(upload)
        : Change.Replace(upload with { State = UploadState.Ended, Size = 0, DueAt = upload.WritableUntil });

    /// <summary>An upload with one PUT whose blob is there brings nothing any more: its URL can't replace it.</summary>
    public static Change OfCompleted(Upload upload, DateTimeOffset now) =>
        upload.PartSize is null ? Change.Delete(upload) : Of(upload, now);
}
