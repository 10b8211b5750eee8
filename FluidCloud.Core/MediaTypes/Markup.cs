namespace FluidCloud.Core.MediaTypes;

/// <summary>
/// Detects HTML, SVG and other XML by the first element, after any comments, processing instructions and document type. Anything
/// that a browser might run must not be taken for another type (WHATWG "MIME Sniffing", 7.1).
/// </summary>
internal static class Markup
{
    private static readonly HashSet<string> HtmlElements = new(StringComparer.OrdinalIgnoreCase)
    {
        "head", "body", "script", "iframe", "h1", "div", "font", "table", "a", "style", "title", "b", "br", "p", "form", "img", "meta", "link", "object", "embed",
    };

    private static readonly System.Buffers.SearchValues<char> NameEnds = System.Buffers.SearchValues.Create(" \t\r\n\f/>");

    /// <returns>null when it is not markup.</returns>
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

    /// <returns>The name of the document type, empty for other declarations; null when an element follows.</returns>
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

    /// <returns>The name without its prefix, in lower case; null when no element starts here.</returns>
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
