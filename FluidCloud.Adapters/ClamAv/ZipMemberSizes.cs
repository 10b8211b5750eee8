using System.Buffers.Binary;

namespace FluidCloud.Adapters.ClamAv;

/// <summary>
/// Finds the unpacked size of the largest member of a ZIP while it is streamed, from its central directory (APPNOTE.TXT
/// 4.3.12). Sees members of an archive stored in the ZIP, but not of one compressed in it.
/// </summary>
internal sealed class ZipMemberSizes
{
    private const int EntrySize = 46;
    private const int SizeAt = 24;

    /// <summary>The value when the size is in the ZIP64 field, because it is larger (4.4.9).</summary>
    private const uint InAnotherField = uint.MaxValue;

    private readonly byte[] window = new byte[2 * EntrySize];
    private int kept;
    private bool isZip;
    private bool hasBegun;

    /// <summary>Size in bytes; 0 when the stream is not a ZIP.</summary>
    public long Largest { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (!hasBegun && bytes.Length > 0)
            (hasBegun, isZip) = (true, bytes[0] == (byte)'P');
        if (!isZip)
            return;
        // An entry may start at the end of the previous chunk.
        var more = bytes[..Math.Min(EntrySize - 1, bytes.Length)];
        more.CopyTo(window.AsSpan(kept));
        Search(window.AsSpan(0, kept + more.Length));
        Search(bytes);
        var rest = bytes.Length >= EntrySize - 1 ? bytes[^(EntrySize - 1)..] : window.AsSpan(Math.Max(0, kept + more.Length - (EntrySize - 1)), Math.Min(kept + more.Length, EntrySize - 1));
        kept = rest.Length;
        rest.CopyTo(window);
    }

    private void Search(ReadOnlySpan<byte> bytes)
    {
        for (int at; (at = bytes.IndexOf("PK\x01\x02"u8)) >= 0 && at + EntrySize <= bytes.Length; bytes = bytes[(at + 4)..])
        {
            var entry = bytes[at..];
            // Four bytes may stand there by chance; a disk number and a method behind them too hardly.
            if (BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]) <= 100 && BinaryPrimitives.ReadUInt16LittleEndian(entry[34..]) is 0 or ushort.MaxValue)
                Largest = Math.Max(Largest, SizeOf(entry));
        }
    }

    private static long SizeOf(ReadOnlySpan<byte> entry) =>
        BinaryPrimitives.ReadUInt32LittleEndian(entry[SizeAt..]) is var size and not InAnotherField ? size : long.MaxValue;
}
