namespace FluidCloud.Core.Uploads;

/// <summary>What an upload needs whose time is over.</summary>
public sealed class ResumeUpload(DiscardUpload discard, ForgetUpload forget)
{
    public Task Run(Upload upload, CancellationToken cancel) => upload.State switch
    {
        UploadState.Ended => forget.Run(upload, cancel),
        _ => discard.Run(upload, cancel),
    };
}
