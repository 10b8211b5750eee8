using System.Text.RegularExpressions;
using FluidCloud.Core.Scanning;

namespace FluidCloud.Adapters.Defender;

/// <summary>
/// Interprets the index tags that Defender for Storage writes
/// (https://learn.microsoft.com/azure/defender-for-cloud/understand-malware-scan-results). Only <c>No threats found</c> is
/// clean.
/// </summary>
public static partial class DefenderTags
{
    public const string Result = "Malware Scanning scan result";
    public const string Time = "Malware Scanning scan time UTC";

    /// <summary>
    /// Permanent errors: too large, wrong access tier, customer-provided key, password-protected, nested too deep, corrupt.
    /// </summary>
    private static readonly HashSet<string> Final = ["SAM259206", "SAM259208", "SAM259209", "SAM259210", "SAM259211", "SAM259212"];

    /// <exception cref="ScanUnderWayException">There is no result yet.</exception>
    /// <exception cref="InvalidDataException">The scan failed, or the result is unknown: no verdict.</exception>
    public static ScanVerdict Judge(IEnumerable<KeyValuePair<string, string>> tags)
    {
        // Microsoft's documentation varies in the case of the names.
        var byName = tags.ToDictionary(tag => tag.Key.Trim(), tag => tag.Value.Trim(), StringComparer.OrdinalIgnoreCase);
        if (!byName.TryGetValue(Result, out var result) || result.Length == 0)
            throw new ScanUnderWayException("Defender has written no result yet.");
        if (Is("No threats found"))
            return ScanVerdict.Clean;
        if (Is("Malicious"))
            return new("Malicious (Microsoft Defender)");
        if (result.StartsWith("Not scanned", StringComparison.OrdinalIgnoreCase) || Final.Contains(Code().Match(result).Value.ToUpperInvariant()))
            return ScanVerdict.Refused($"Defender has not scanned it ({result})");
        throw new InvalidDataException($"Defender's result is '{result}'.");

        bool Is(string text) => string.Equals(result, text, StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"\bSAM\d+\b", RegexOptions.IgnoreCase)]
    private static partial Regex Code();
}
