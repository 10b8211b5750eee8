using System.Text.Unicode;

namespace FluidCloud.Core.MediaTypes;

/// <summary>Whether all bytes that go by are UTF-8. A character may be cut off between two additions, and not at the end.</summary>
internal sealed class Utf8Check
{
    private const int LongestCharacter = 4;

    private readonly byte[] begun = new byte[2 * LongestCharacter];
    private int begunLength;
    private bool isValid = true;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (!isValid)
            return;
        if (begunLength > 0)
        {
            var missing = Math.Min(bytes.Length, Math.Max(0, LengthOf(begun[0]) - begunLength));
            bytes[..missing].CopyTo(begun.AsSpan(begunLength));
            begunLength += missing;
            bytes = bytes[missing..];
            if (begunLength < LengthOf(begun[0]))
                return;
            isValid = Utf8.IsValid(begun.AsSpan(0, begunLength));
            begunLength = 0;
        }
        var cut = CutOff(bytes);
        bytes[^cut..].CopyTo(begun);
        begunLength = cut;
        isValid = isValid && Utf8.IsValid(bytes[..^cut]);
    }

    public bool Finish() => isValid && begunLength == 0;

    /// <returns>The number of bytes at the end that start an incomplete character.</returns>
    public static int CutOff(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back < LongestCharacter && back <= bytes.Length; back++)
        {
            var length = LengthOf(bytes[^back]);
            if (length > 0)
                return length > back ? back : 0;
        }
        return 0;
    }

    /// <returns>The length of the character that starts with the byte; 0 when none does.</returns>
    private static int LengthOf(byte first) => first switch
    {
        < 0x80 => 1,
        < 0xC2 => 0,
        < 0xE0 => 2,
        < 0xF0 => 3,
        < 0xF5 => 4,
        _ => 0,
    };
}
