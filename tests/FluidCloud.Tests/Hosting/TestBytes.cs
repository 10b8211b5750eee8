using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace FluidCloud.Tests.Hosting;

/// <summary>Small files of formats that no library here writes: with the structure that tells them, and no content.</summary>
internal static class TestBytes
{
    /// <param name="letters">Each is a byte; hex is too long to read.</param>
    public static byte[] Latin(string letters) => Encoding.Latin1.GetBytes(letters);

    public static byte[] Hex(string digits) => Convert.FromHexString(digits);

    public static byte[] At(int offset, byte[] bytes, int length) => [.. new byte[offset], .. bytes, .. new byte[length - offset - bytes.Length]];

    /// <param name="members">Names and contents; the first is stored, the others are packed.</param>
    public static byte[] Zip(params IEnumerable<(string Name, byte[] Content)> members)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var level = CompressionLevel.NoCompression;
            foreach (var (name, content) in members)
            {
                using var member = zip.CreateEntry(name, level).Open();
                member.Write(content);
                level = CompressionLevel.Optimal;
            }
        }
        return bytes.ToArray();
    }

    /// <summary>As Office writes it.</summary>
    /// <param name="folder"><c>word</c>, <c>xl</c> or <c>ppt</c>.</param>
    public static byte[] OpenXml(string folder, params IEnumerable<string> more) =>
        Zip([("[Content_Types].xml", "<Types/>"u8.ToArray()), ("_rels/.rels", "<Relationships/>"u8.ToArray()), ($"{folder}/document.xml", "<a/>"u8.ToArray()), .. more.Select(name => (name, new byte[9]))]);

    /// <summary>As OpenDocument and EPUB are written: what it is, stored, first.</summary>
    public static byte[] Declared(string type) => Zip(("mimetype", Encoding.ASCII.GetBytes(type)), ("META-INF/manifest.xml", "<a/>"u8.ToArray()), ("content.xml", new byte[500]));

    /// <summary>A compound file whose directory is its second sector.</summary>
    public static byte[] Ole(params IReadOnlyList<string> streams)
    {
        var bytes = new byte[4096];
        Hex("D0CF11E0A1B11AE1").CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(30), 9);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(48), 1);
        foreach (var (index, name) in streams.Prepend("Root Entry").Index())
        {
            var entry = bytes.AsSpan(1024 + 128 * index, 128);
            Encoding.Unicode.GetBytes(name, entry);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[64..], (ushort)(2 * name.Length + 2));
        }
        return bytes;
    }

    /// <summary>A box of an ISO base media file.</summary>
    public static byte[] Box(string type, params byte[][] content)
    {
        var inner = content.SelectMany(part => part).ToArray();
        var size = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(size, 8 + inner.Length);
        return [.. size, .. Latin(type), .. inner];
    }

    /// <param name="brands">The major one, then the compatible ones.</param>
    public static byte[] FileType(params IReadOnlyList<string> brands) => Box("ftyp", Latin(brands[0]), new byte[4], Latin(string.Concat(brands.Skip(1))));

    /// <param name="handlers"><c>vide</c> and <c>soun</c>, one for each track.</param>
    public static byte[] Movie(params IEnumerable<string> handlers) => Box("moov",
    [
        Box("mvhd", new byte[100]),
        .. handlers.Select(handler => Box("trak", Box("tkhd", new byte[84]), Box("mdia", Box("mdhd", new byte[24]), Box("hdlr", new byte[8], Latin(handler), new byte[13]), Box("minf", new byte[5000])))),
    ]);

    /// <param name="codecs">The first packet of each stream.</param>
    public static byte[] Ogg(params IEnumerable<string> codecs) =>
        [.. codecs.SelectMany((codec, number) => (byte[])[.. "OggS"u8, 0, 2, .. new byte[8], (byte)number, .. new byte[11], 1, (byte)codec.Length, .. Latin(codec)])];

    /// <param name="docType"><c>webm</c> or <c>matroska</c>.</param>
    public static byte[] Ebml(string docType, string codec) =>
        [.. Hex("1A45DFA3"), (byte)(0x80 + 7 + docType.Length), .. Hex("42868101"), .. Hex("4282"), (byte)(0x80 + docType.Length), .. Latin(docType), .. Hex("18538067FF"), .. Latin(codec), .. new byte[50]];
}
