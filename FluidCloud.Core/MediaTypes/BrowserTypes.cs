namespace FluidCloud.Core.MediaTypes;

/// <summary>Decides, in one place, what browsers may display.</summary>
public static class BrowserTypes
{
    /// <summary>
    /// Whether a browser may display it directly from storage, which does not send the protective headers of raw links: only types
    /// that can't run scripts. Everything else is saved.
    /// </summary>
    /// <param name="mime">The detected type; null when unknown.</param>
    public static bool MayShow(string? mime) => mime switch
    {
        null or "image/svg+xml" => false,
        "application/pdf" or "text/plain" => true,
        _ => mime.Split('/')[0] is "image" or "video" or "audio",
    };

    /// <summary>Whether a browser could run it as script on its domain: markup and all XML.</summary>
    public static bool Runs(string mime) =>
        mime is "text/html" or "text/xml" or "application/xml" or "text/javascript" or "application/javascript" or "message/rfc822"
        || mime.EndsWith("+xml", StringComparison.Ordinal);

    /// <summary>The <c>Content-Type</c>, with the charset of text when known; otherwise browsers guess it.</summary>
    public static string ContentType(string mime, string? charset) =>
        charset is not null && mime.StartsWith("text/", StringComparison.Ordinal) ? $"{mime}; charset={charset}" : mime;
}
