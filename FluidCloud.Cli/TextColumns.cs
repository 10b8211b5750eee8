using System.Globalization;

namespace FluidCloud.Cli;

/// <summary>Rows as aligned columns: readable, never wrapped, and easy to cut apart in a script.</summary>
internal static class TextColumns
{
    public static void Write(TextWriter output, string[] header, IEnumerable<string[]> rows)
    {
        IReadOnlyList<string[]> lines = [header, .. rows];
        var widths = header.Select((_, column) => lines.Max(line => line[column].Length)).ToList();
        foreach (var line in lines)
            output.WriteLine(string.Join("  ", line.Select((text, column) => text.PadRight(widths[column]))).TrimEnd());
    }

    public static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";
}
