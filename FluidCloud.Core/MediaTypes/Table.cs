namespace FluidCloud.Core.MediaTypes;

/// <summary>Rows of values with a separator between them (RFC 4180): each row has as many.</summary>
internal static class Table
{
    private const int RowsLookedAt = 50;

    /// <returns>null when it is not a table. Prose has commas too, but not as many in each line, and with a space after most of them.</returns>
    public static string? TypeOf(TextContent content)
    {
        foreach (var (separator, mime) in new[] { ('\t', "text/tab-separated-values"), (';', "text/csv"), (',', "text/csv") })
        {
            if (Rows(content, separator) is { Count: >= 2 } rows && rows[0].Separators > 0
                && rows.All(row => row.Separators == rows[0].Separators) && 2 * rows.Sum(row => row.Spaces) <= rows.Sum(row => row.Separators))
            {
                return mime;
            }
        }
        return null;
    }

    /// <summary>The first rows: how many separators stand outside of quotes, and how many of them before a space.</summary>
    private static List<(int Separators, int Spaces)> Rows(TextContent content, char separator)
    {
        var text = content.Text;
        var rows = new List<(int, int)>();
        var (separators, spaces, isQuoted, begin) = (0, 0, false, 0);
        for (var at = 0; at <= text.Length && rows.Count < RowsLookedAt; at++)
        {
            // Ignores the row that the end of the sample truncates.
            if (at == text.Length ? content.IsWhole && at > begin : text[at] == '\n' && !isQuoted)
            {
                rows.Add((separators, spaces));
                (separators, spaces, begin) = (0, 0, at + 1);
            }
            else if (at < text.Length && text[at] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (at < text.Length && text[at] == separator && !isQuoted)
            {
                separators++;
                spaces += at + 1 < text.Length && text[at + 1] == ' ' ? 1 : 0;
            }
        }
        return rows;
    }
}
