using System.Buffers.Binary;
using System.Text;

namespace FluidCloud.Core.MediaTypes;

/// <summary>
/// Detects compound files ([MS-CFB]), the format of Office before 2007: a small file system. The names of its streams define the
/// type.
/// </summary>
internal sealed class OleDirectory() : PassingReader(window: 4096)
{
    private const int EntrySize = 128;

    private readonly HashSet<string> names = [];
    private bool isOle;

    /// <summary>null when it is not such a file.</summary>
    public string? Type => !isOle ? null : names switch
    {
        _ when names.Contains("WordDocument") => "application/msword",
        _ when names.Contains("Workbook") || names.Contains("Book") => "application/vnd.ms-excel",
        _ when names.Contains("PowerPoint Document") => "application/vnd.ms-powerpoint",
        _ when names.Contains("VisioDocument") => "application/vnd.visio",
        _ when names.Contains("__properties_version1.0") => "application/vnd.ms-outlook",
        _ => "application/x-ole-storage",
    };

    protected override long? See(ReadOnlySpan<byte> bytes, long here)
    {
        if (here > 0)
        {
            for (var at = 0; at + EntrySize <= bytes.Length; at += EntrySize)
                Note(bytes.Slice(at, EntrySize));
            return null;
        }
        isOle = bytes.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        if (!isOle || bytes.Length < 52)
            return null;
        var shift = BinaryPrimitives.ReadUInt16LittleEndian(bytes[30..]);
        var sector = BinaryPrimitives.ReadUInt32LittleEndian(bytes[48..]);
        return shift is 9 or 12 && sector < 0xFFFFFFFA ? (sector + 1L) << shift : null;
    }

    /// <summary>A directory entry: the name in UTF-16, up to 64 bytes, then its length including the terminating zero.</summary>
    private void Note(ReadOnlySpan<byte> entry)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]);
        if (length is >= 2 and <= 64)
            names.Add(Encoding.Unicode.GetString(entry[..(length - 2)]));
    }
}
