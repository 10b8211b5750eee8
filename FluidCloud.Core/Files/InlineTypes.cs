namespace FluidCloud.Core.Files;

/// <summary>
/// What a browser may show straight from storage, which answers without the headers that tame a raw link: only what can't
/// run scripts. Everything else is saved.
/// </summary>
public static class InlineTypes
{
    /// <param name="mime">As detected; null is not known.</param>
    public static bool Contain(string? mime) => mime switch
    {
        null or "image/svg+xml" => false,
        "application/pdf" or "text/plain" => true,
        _ => mime.Split('/')[0] is "image" or "video" or "audio",
    };
}
