namespace FluidCloud.Core.MediaTypes;

/// <summary>What browsers do with bytes of a type: the one place where the product decides what may be shown.</summary>
public static class BrowserTypes
{
    /// <summary>
    /// Whether it may be shown straight from storage, which answers without the headers that tame a raw link: only what can't run scripts.
    /// Everything else is saved.
    /// </summary>
    /// <param name="mime">As detected; null is not known.</param>
    public static bool MayShow(string? mime) => mime switch
    {
        null or "image/svg+xml" => false,
        "application/pdf" or "text/plain" => true,
        _ => mime.Split('/')[0] is "image" or "video" or "audio",
    };

    /// <summary>Whether a browser would run it on the domain that it comes from: markup, and all that is XML, which may be markup.</summary>
    public static bool Runs(string mime) =>
        mime is "text/html" or "text/xml" or "application/xml" or "text/javascript" or "application/javascript" or "message/rfc822"
        || mime.EndsWith("+xml", StringComparison.Ordinal);

    /// <summary>With the encoding of text, where it is known; else browsers guess it.</summary>
    public static string ContentType(string mime, string? charset) =>
        charset is not null && mime.StartsWith("text/", StringComparison.Ordinal) ? $"{mime}; charset={charset}" : mime;
}
