using System.Globalization;
using System.Text;

namespace FluidCloud.Core.ErasureLog;

/// <summary>That an entry is in a log, to be checked offline (C2SP tlog-proof, version 1).</summary>
/// <param name="Extra">The entry: the text of a receipt, whose hash is the leaf.</param>
/// <param name="Path">The hashes from the leaf's sibling to the child of the root.</param>
/// <param name="Checkpoint">A checkpoint whose size is greater than the index.</param>
public sealed record LogProof(byte[] Extra, long Index, IReadOnlyList<byte[]> Path, SignedNote Checkpoint)
{
    private const string Header = "c2sp.org/tlog-proof@v1";

    /// <summary>Of a path through 2^63 leaves, a receipt and a checkpoint with many cosignatures.</summary>
    public const int MaxBytes = SignedNote.MaxBytes + 16 * 1024;

    /// <exception cref="FormatException">The bytes are not a proof; the message says why.</exception>
    public static LogProof Parse(byte[] bytes)
    {
        if (bytes.Length > MaxBytes)
            throw new FormatException($"A proof has at most {MaxBytes} bytes.");
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException("A proof is UTF-8.", e);
        }
        var split = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || text[..split].Split('\n') is not [Header, .. var lines])
            throw new FormatException($"A proof begins with the line {Header}, and an empty line ends its path.");
        byte[] extra = [];
        if (lines is [var first, .. var rest] && Value(first, "extra ") is { } encoded)
        {
            extra = Base64.Decode(encoded) ?? throw new FormatException("The line extra is not base64.");
            lines = rest;
        }
        if (lines is not [var second, .. var path] || Value(second, "index ") is not { } number
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index.ToString(CultureInfo.InvariantCulture) != number)
            throw new FormatException("A proof has a line index with a whole number.");
        if (path.Length > 63)
            throw new FormatException("The path is longer than any tree is high.");
        return new(extra, index,
            [.. path.Select(line => Base64.DecodeHash(line) ?? throw new FormatException("A line of the path is not the base64 of 32 bytes."))],
            SignedNote.Parse(text[(split + 2)..]));
    }

    public override string ToString()
    {
        var text = new StringBuilder().Append(Header).Append('\n');
        if (Extra.Length > 0)
            text.Append("extra ").Append(Convert.ToBase64String(Extra)).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"index {Index}\n");
        foreach (var hash in Path)
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        return text.Append('\n').Append(Checkpoint).ToString();
    }

    private static string? Value(string line, string name) => line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : null;
}
