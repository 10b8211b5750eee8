using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Uploads;

/// <summary>What a commit does to the document of an upload that ends, whose room it releases.</summary>
internal static class UploadEnd
{
    /// <summary>Gone; or kept while bytes may still come, or while a failure can be read.</summary>
    public static Change Of(Upload upload, DateTimeOffset now)
    {
        var ended = upload with { State = UploadState.Ended, Size = 0, SourceUrl = null, DueAt = upload.WritableUntil };
        return upload switch
        {
            { Error: not null } => Change.Replace(ended with { State = UploadState.Failed, DueAt = now + Upload.FailureShown }),
            _ when upload.WritableUntil <= now => Change.Delete(upload),
            _ => Change.Replace(ended),
        };
    }

    /// <summary>
    /// Kept too: the URL of a PUT can't replace the blob, but it can bring it back once a purge has erased it.
    /// </summary>
    public static Change OfCompleted(Upload upload, DateTimeOffset now) => Of(upload with { Error = null }, now);
}
