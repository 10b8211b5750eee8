using System.Globalization;
using System.Text.RegularExpressions;

namespace FluidCloud.Cli;

/// <summary>A number of bytes as people write it.</summary>
internal static partial class ByteSize
{
    private const string Units = "KMGTP";

    /// <summary>Bytes, or a number with KB, MB, GB, TB or PB, each 1,024 times the one before.</summary>
    /// <returns>null when it is neither, or more than the stores count exactly (2^53).</returns>
    public static long? Parse(string text)
    {
        var match = Format().Match(text);
        if (!match.Success)
            return null;
        var unit = match.Groups["unit"].Value;
        var power = unit.Length == 0 ? 0 : 1 + Units.IndexOf(char.ToUpperInvariant(unit[0]), StringComparison.Ordinal);
        var bytes = decimal.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) * (1L << (10 * power));
        return bytes <= 1L << 53 ? (long)bytes : null;
    }

    [GeneratedRegex(@"\A(?<number>[0-9]{1,16}(\.[0-9]{1,3})?) ?((?<unit>[KMGTP])i?)?B?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Format();
}
