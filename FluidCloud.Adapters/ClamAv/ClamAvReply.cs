using System.Text;
using FluidCloud.Core.Scanning;

namespace FluidCloud.Adapters.ClamAv;

/// <summary>What clamd answers to INSTREAM, and what that means. Only <c>stream: OK</c> means clean.</summary>
public static class ClamAvReply
{
    private const int LongestReply = 4096;
    private const string Prefix = "stream: ";
    private const string Found = " FOUND";

    /// <summary>
    /// What clamd reports, if its configuration says so, of files that hold no malware it knows of (clamd.conf(5): AlertEncrypted, AlertBrokenExecutables,
    /// AlertBrokenMedia, AlertOLE2Macros, DetectPUA, StructuredDataDetection). They are not called infected, and not clean.
    /// </summary>
    private static readonly (string Prefix, string Reason)[] NoMalware =
    [
        ("Heuristics.Encrypted", "it is encrypted, and can't be looked into"),
        ("Heuristics.Broken", "it is damaged"),
        ("Heuristics.OLE2.ContainsMacros", "it contains macros"),
        ("Heuristics.Structured", "it contains data of persons"),
        ("PUA.", "it is a potentially unwanted program"),
    ];

    /// <returns>The answer without the zero byte at its end.</returns>
    /// <exception cref="IOException">The connection was cut off before that.</exception>
    public static async Task<string> Read(Stream connection, CancellationToken cancel)
    {
        var buffer = new byte[LongestReply];
        for (var length = 0; length < buffer.Length;)
        {
            var read = await connection.ReadAsync(buffer.AsMemory(length), cancel);
            if (read == 0)
                throw new IOException("clamd closed the connection without a verdict.");
            length += read;
            if (buffer.AsSpan(0, length).IndexOf((byte)0) is var end and >= 0)
                return Encoding.UTF8.GetString(buffer, 0, end);
        }
        throw new IOException("clamd's answer has no end.");
    }

    /// <param name="sent">Whether clamd was sent all bytes: what it says of a part is no verdict.</param>
    /// <exception cref="BeyondScanLimitsException">A limit of clamd kept it from looking at everything.</exception>
    /// <exception cref="InvalidDataException">No verdict.</exception>
    public static ScanVerdict Judge(string reply, bool sent)
    {
        if (reply == Prefix + "OK" && sent)
            return ScanVerdict.Clean;
        if (reply.StartsWith("INSTREAM size limit exceeded", StringComparison.Ordinal))
            throw new BeyondScanLimitsException("The file is larger than clamd's StreamMaxLength.");
        if (!reply.StartsWith(Prefix, StringComparison.Ordinal) || !reply.EndsWith(Found, StringComparison.Ordinal))
            throw new InvalidDataException($"clamd answered '{reply}'{(sent ? "" : " before it was sent everything")}.");
        var threat = reply[Prefix.Length..^Found.Length];
        // With AlertExceedsMax clamd reports what it did not look into as if it were a virus.
        if (threat.StartsWith("Heuristics.Limits.Exceeded", StringComparison.Ordinal))
            throw new BeyondScanLimitsException($"clamd did not look at everything: {threat}.");
        return NoMalware.FirstOrDefault(kind => threat.StartsWith(kind.Prefix, StringComparison.Ordinal)) is { Reason: { } reason }
            ? ScanVerdict.Refused($"{reason} ({threat})")
            : new(threat);
    }

    /// <param name="version">As in <c>ClamAV 1.4.6/27823/Wed Nov 25 09:31:02 2026</c>: program, number and day of the signatures.</param>
    /// <returns>null when it does not tell: signatures of one's own have no day.</returns>
    public static string? SignaturesOf(string version) =>
        version.Split('/') is [_, var number, var day] ? $"Signatures {number} of {day}." : null;
}
