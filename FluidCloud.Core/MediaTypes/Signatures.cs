using System.Buffers.Binary;

namespace FluidCloud.Core.MediaTypes;

/// <summary>Detects formats by a few bytes at a fixed offset, as their specifications define.</summary>
internal static class Signatures
{
    private static readonly (int Offset, byte[] Bytes, string Mime)[] Fixed =
    [
        // Pictures
        (0, [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A], "image/png"),
        (0, [0xFF, 0xD8, 0xFF], "image/jpeg"),
        (0, [.. "GIF87a"u8], "image/gif"),
        (0, [.. "GIF89a"u8], "image/gif"),
        (0, [.. "II*\0"u8], "image/tiff"),
        (0, [.. "MM\0*"u8], "image/tiff"),
        (0, [.. "II+\0"u8], "image/tiff"), // BigTIFF
        (0, [.. "MM\0+"u8], "image/tiff"),
        (0, [.. "8BPS\0"u8], "image/vnd.adobe.photoshop"),
        (0, [0, 0, 0, 12, .. "JXL \r\n"u8, 0x87, 0x0A], "image/jxl"),
        (0, [0xFF, 0x0A], "image/jxl"),
        (0, [0, 0, 0, 12, .. "jP  \r\n"u8, 0x87, 0x0A], "image/jp2"),
        // Sound and film
        (0, [.. "ID3"u8], "audio/mpeg"),
        (0, [.. "fLaC"u8], "audio/flac"),
        (0, [.. "MThd\0\0\0"u8], "audio/midi"),
        (0, [.. "#!AMR"u8], "audio/amr"),
        (0, [.. "FLV"u8, 1], "video/x-flv"),
        (0, [0, 0, 1, 0xBA], "video/mpeg"),
        (0, [0, 0, 1, 0xB3], "video/mpeg"),
        (0, [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], "video/x-ms-asf"),
        // Archives and images of disks
        (0, [0x1F, 0x8B], "application/gzip"),
        (0, [.. "BZh"u8], "application/x-bzip2"),
        (0, [0xFD, .. "7zXZ\0"u8], "application/x-xz"),
        (0, [0x28, 0xB5, 0x2F, 0xFD], "application/zstd"),
        (0, [0x04, 0x22, 0x4D, 0x18], "application/x-lz4"),
        (0, [.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], "application/x-7z-compressed"),
        (0, [.. "Rar!"u8, 0x1A, 0x07], "application/vnd.rar"),
        (0, [.. "MSCF\0\0\0\0"u8], "application/vnd.ms-cab-compressed"),
        (0, [.. "!<arch>\ndebian-binary"u8], "application/vnd.debian.binary-package"),
        (0, [0xED, 0xAB, 0xEE, 0xDB], "application/x-rpm"),
        (257, [.. "ustar"u8], "application/x-tar"),
        (0x8001, [.. "CD001"u8], "application/x-iso9660-image"),
        // Programs
        (0, [0x7F, .. "ELF"u8], "application/x-elf"),
        (0, [0xFE, 0xED, 0xFA, 0xCE], "application/x-mach-binary"),
        (0, [0xFE, 0xED, 0xFA, 0xCF], "application/x-mach-binary"),
        (0, [0xCE, 0xFA, 0xED, 0xFE], "application/x-mach-binary"),
        (0, [0xCF, 0xFA, 0xED, 0xFE], "application/x-mach-binary"),
        (0, [0, .. "asm"u8], "application/wasm"),
        // Data
        (0, [.. "SQLite format 3\0"u8], "application/vnd.sqlite3"),
        (0, [.. "ARROW1\0\0"u8], "application/vnd.apache.arrow.file"),
        (0, [.. "Obj"u8, 1], "application/avro"),
        (0, [0x89, .. "HDF\r\n"u8, 0x1A, 0x0A], "application/x-hdf5"),
        (4, [.. "Standard Jet DB"u8], "application/vnd.ms-access"),
        (4, [.. "Standard ACE DB"u8], "application/vnd.ms-access"),
        // Fonts
        (0, [.. "wOFF"u8], "font/woff"),
        (0, [.. "wOF2"u8], "font/woff2"),
        (0, [.. "OTTO"u8], "font/otf"),
        (0, [.. "ttcf"u8], "font/collection"),
        (0, [.. "true"u8, 0], "font/ttf"),
    ];

    public static string? TypeOf(ByteSample sample)
    {
        var head = sample.Head;
        foreach (var (offset, bytes, mime) in Fixed)
        {
            if (head.Length > offset && head[offset..].StartsWith(bytes))
                return mime;
        }
        return ByStructure(sample, head);
    }

    /// <summary>Where the first bytes alone would be too little.</summary>
    private static string? ByStructure(ByteSample sample, ReadOnlySpan<byte> head) =>
        head.StartsWith("RIFF"u8) || head.StartsWith("RF64"u8) ? Riff(head)
        : head.StartsWith("FORM"u8) ? Iff(head)
        : head.StartsWith("PAR1"u8) && sample.Tail.EndsWith("PAR1"u8) ? "application/vnd.apache.parquet"
        : head.StartsWith("MZ"u8) ? "application/vnd.microsoft.portable-executable"
        : head.StartsWith((ReadOnlySpan<byte>)[0xCA, 0xFE, 0xBA, 0xBE]) ? JavaOrMach(head)
        : IsBitmap(head) ? "image/bmp"
        : IsIcon(head) ? "image/x-icon"
        : IsTrueType(head) ? "font/ttf"
        : IsTransportStream(head) ? "video/mp2t"
        : sample.Tail.Length >= 512 && sample.Tail[^512..].StartsWith("koly"u8) ? "application/x-apple-diskimage"
        : null;

    private static string? Riff(ReadOnlySpan<byte> head) => head.Length < 12 ? null : head[8..12] switch
    {
        var kind when kind.SequenceEqual("WEBP"u8) => "image/webp",
        var kind when kind.SequenceEqual("WAVE"u8) => "audio/wav",
        var kind when kind.SequenceEqual("AVI "u8) => "video/x-msvideo",
        var kind when kind.SequenceEqual("RMID"u8) => "audio/midi",
        _ => null,
    };

    private static string? Iff(ReadOnlySpan<byte> head) =>
        head.Length >= 12 && (head[8..12].SequenceEqual("AIFF"u8) || head[8..12].SequenceEqual("AIFC"u8)) ? "audio/aiff" : null;

    /// <summary>The four bytes are both: behind them a class file has its version, a program for several processors their small number.</summary>
    private static string? JavaOrMach(ReadOnlySpan<byte> head) =>
        head.Length < 8 ? null : BinaryPrimitives.ReadUInt32BigEndian(head[4..]) < 40 ? "application/x-mach-binary" : "application/java-vm";

    /// <summary>Two letters, a size, four zero bytes, and the length of a known header.</summary>
    private static bool IsBitmap(ReadOnlySpan<byte> head) =>
        head.StartsWith("BM"u8) && head.Length >= 18 && head[6..10].IndexOfAnyExcept((byte)0) < 0
        && BinaryPrimitives.ReadUInt32LittleEndian(head[14..]) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;

    /// <summary>A small number of pictures, of which the first has a reserved zero and a length.</summary>
    private static bool IsIcon(ReadOnlySpan<byte> head) =>
        head.Length >= 22 && head.StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0]) && BinaryPrimitives.ReadUInt16LittleEndian(head[4..]) is > 0 and < 256
        && head[9] == 0 && BinaryPrimitives.ReadUInt32LittleEndian(head[14..]) > 0;

    /// <summary>Version 1.0, a small number of tables, and the first of them has a name.</summary>
    private static bool IsTrueType(ReadOnlySpan<byte> head) =>
        head.Length >= 16 && head.StartsWith((ReadOnlySpan<byte>)[0, 1, 0, 0]) && BinaryPrimitives.ReadUInt16BigEndian(head[4..]) is > 0 and < 64
        && head[12..16].IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0;

    /// <summary>Packets of 188 bytes, each with the same first byte.</summary>
    private static bool IsTransportStream(ReadOnlySpan<byte> head) =>
        head.Length > 4 * 188 && head[0] == 0x47 && head[188] == 0x47 && head[2 * 188] == 0x47 && head[3 * 188] == 0x47;
}
