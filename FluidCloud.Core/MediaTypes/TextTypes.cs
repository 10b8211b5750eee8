using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FluidCloud.Core.MediaTypes;

/// <summary>Kinds of text that can be told by the text itself. Source code, Markdown, style sheets and scripts can't: they are plain.</summary>
internal static partial class TextTypes
{
    public const string Plain = "text/plain";

    public static string Of(TextContent content)
    {
        var text = content.Text;
        return text switch
        {
            _ when text.StartsWith(@"{\rtf", StringComparison.Ordinal) => "application/rtf",
            _ when text.StartsWith("%!PS", StringComparison.Ordinal) => "application/postscript",
            _ when Begins(text, "BEGIN:VCALENDAR") => "text/calendar",
            _ when Begins(text, "BEGIN:VCARD") => "text/vcard",
            _ => Markup.TypeOf(text) ?? (IsJson(content) ? "application/json" : IsMail(text) ? "message/rfc822" : Table.TypeOf(content) ?? Plain),
        };
    }

    private static bool Begins(string text, string line) => text.StartsWith(line, StringComparison.OrdinalIgnoreCase);

    /// <summary>An object or an array; a number or a word alone could be anything.</summary>
    private static bool IsJson(TextContent content)
    {
        var text = content.Text.AsSpan().Trim();
        if (text.IsEmpty || text[0] is not ('{' or '['))
            return false;
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(content.Text), content.IsWhole, new(new() { MaxDepth = 1000 }));
            while (reader.Read()) { }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>A message begins with header fields (RFC 5322), of which no two of these are missing.</summary>
    private static bool IsMail(string text)
    {
        var end = HeaderEnd().Match(text);
        var header = end.Success ? text[..end.Index] : text;
        return MailField().IsMatch(header) && KnownField().Matches(header).Select(field => field.Groups[1].Value.ToUpperInvariant()).Distinct().Count() >= 2;
    }

    [GeneratedRegex(@"\r?\n\r?\n")]
    private static partial Regex HeaderEnd();

    [GeneratedRegex(@"\A(From [^\n]+\n)?[A-Za-z][A-Za-z0-9-]{1,60}:")]
    private static partial Regex MailField();

    [GeneratedRegex(@"^(From|To|Date|Subject|Received|Message-ID|MIME-Version|Return-Path|Delivered-To|DKIM-Signature):", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex KnownField();
}
