namespace FluidCloud.Core.MediaTypes;

/// <summary>
/// HTML, SVG and other XML, by the first element, however much stands before it: comments, processing instructions, a document type.
/// What a browser might run must not pass for anything else (WHATWG "MIME Sniffing", 7.1).
/// </summary>
internal static class Markup
{
    private static readonly HashSet<string> HtmlElements = new(StringComparer.OrdinalIgnoreCase)
    {
        "head", "body", "script", "iframe", "h1", "div", "font", "table", "a", "style", "title", "b", "br", "p", "form", "img", "meta", "link", "object", "embed",
    };

    private static readonly System.Buffers.SearchValues<char> NameEnds = System.Buffers.SearchValues.Create(" \t\r\n\f/>");

    /// <returns>null for what is no markup.</returns>
    public static string? TypeOf(string text)
    {
        var rest = text.AsSpan().TrimStart();
        var isXml = rest.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase);
        var isComment = rest.StartsWith("<!--", StringComparison.Ordinal);
        while (Skip(ref rest) is { } documentType)
        {
            if (documentType.StartsWith("html", StringComparison.OrdinalIgnoreCase))
                return "text/html";
        }
        return ElementOf(rest) switch
        {
            "svg" => "image/svg+xml",
            "html" => "text/html",
            _ when isXml => "application/xml",
            { } name when HtmlElements.Contains(name) => "text/html",
            _ when isComment => "text/html",
            _ => null,
        };
    }

    /// <returns>The name of the document type, or an empty text for what has none; null when it is an element's turn.</returns>
    private static string? Skip(ref ReadOnlySpan<char> rest)
    {
        var (end, name) = rest switch
        {
            _ when rest.StartsWith("<!--", StringComparison.Ordinal) => ("-->", ""),
            _ when rest.StartsWith("<?", StringComparison.Ordinal) => ("?>", ""),
            _ when rest.StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase) => (rest[..Math.Max(0, rest.IndexOf('>'))].Contains('[') ? "]>" : ">", rest[9..].TrimStart().ToString()),
            _ => (null, null),
        };
        if (end is null)
            return null;
        var at = rest.IndexOf(end, StringComparison.Ordinal);
        rest = at < 0 ? [] : rest[(at + end.Length)..].TrimStart();
        return name;
    }

    /// <returns>The name without its prefix, in small letters; null for what begins with no element.</returns>
    private static string? ElementOf(ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty || rest[0] != '<')
            return null;
        var name = rest[1..];
        var end = name.IndexOfAny(NameEnds);
        name = end < 0 ? name : name[..end];
        return name[(name.LastIndexOf(':') + 1)..].ToString().ToLowerInvariant();
    }
}
