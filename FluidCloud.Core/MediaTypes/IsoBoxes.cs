using System.Buffers.Binary;
using System.Text;

namespace FluidCloud.Core.MediaTypes;

/// <summary>
/// Detects ISO base media files (ISO/IEC 14496-12) and QuickTime, which consist of boxes with length and type. The brands of the
/// box <c>ftyp</c> define the type, or else the tracks.
/// </summary>
internal sealed class IsoBoxes() : PassingReader(window: 256)
{
    /// <summary>Boxes that are looked at; none of an honest file comes near.</summary>
    private const int Most = 100_000;

    private static readonly HashSet<string> First =
        ["ftyp", "styp", "moov", "mdat", "free", "skip", "wide", "pnot", "uuid", "meta", "junk", "PICT"];

    private readonly HashSet<string> brands = [];
    private readonly HashSet<string> tracks = [];
    private string? major;
    private int count;
    private bool hasMovie;

    /// <summary>null when it is not such a file.</summary>
    public string? Type => major is not null ? ByBrand(major) : hasMovie ? "video/quicktime" : null;

    protected override long? See(ReadOnlySpan<byte> bytes, long here)
    {
        if (bytes.Length < 8 || ++count > Most)
            return null;
        long size = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var type = Encoding.Latin1.GetString(bytes[4..8]);
        if (size == 1 && bytes.Length >= 16)
            size = BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
        if ((here == 0 && !First.Contains(type)) || size is > 0 and < 8 or < 0 || type.Any(letter => letter is < ' ' or > '~' and not '\u00A9'))
            return null;
        Note(type, bytes[8..(int)Math.Min(size == 0 ? bytes.Length : size, bytes.Length)]);
        if (type is "moov" or "trak" or "mdia")
            return here + 8;
        return size == 0 ? null : here + size;
    }

    private void Note(string type, ReadOnlySpan<byte> content)
    {
        switch (type)
        {
            case "ftyp" when content.Length >= 8 && major is null:
                major = Encoding.Latin1.GetString(content[..4]);
                for (var at = 8; at + 4 <= content.Length; at += 4)
                    brands.Add(Encoding.Latin1.GetString(content[at..(at + 4)]));
                break;
            case "hdlr" when content.Length >= 12:
                tracks.Add(Encoding.Latin1.GetString(content[8..12]));
                break;
            case "moov" or "mdat":
                hasMovie = true;
                break;
        }
    }

    private string? ByBrand(string brand) => brand switch
    {
        "heic" or "heix" or "heim" or "heis" => "image/heic",
        "hevc" or "hevx" or "hevm" or "hevs" => "image/heic-sequence",
        "avif" or "avis" => "image/avif",
        "jxl " => "image/jxl",
        "crx " => "image/x-canon-cr3",
        "mif1" or "mif2" or "miaf" or "1pic" => ByCompatibleBrand() ?? "image/heif",
        "msf1" => ByCompatibleBrand() ?? "image/heif-sequence",
        "qt  " => "video/quicktime",
        "M4A " or "M4B " or "M4P " or "F4A " or "F4B " => "audio/mp4",
        _ when brand.StartsWith("3g2", StringComparison.Ordinal) => tracks.SetEquals(["soun"]) ? "audio/3gpp2" : "video/3gpp2",
        _ when brand.StartsWith("3g", StringComparison.Ordinal) => tracks.SetEquals(["soun"]) ? "audio/3gpp" : "video/3gpp",
        // Otherwise its tracks tell video from audio; a truncated file may lack them.
        _ when tracks.Contains("vide") => "video/mp4",
        _ when tracks.Contains("soun") => "audio/mp4",
        _ when hasMovie || IsMp4(brand) || brands.Any(IsMp4) => "video/mp4",
        _ => null,
    };

    /// <summary>A HEIF file says in its compatible brands how its pictures are coded.</summary>
    private string? ByCompatibleBrand() =>
        brands.Overlaps(["avif", "avis"]) ? "image/avif"
        : major != "msf1" && brands.Overlaps(["heic", "heix", "heim", "heis"]) ? "image/heic"
        : brands.Overlaps(["hevc", "hevx", "hevm", "hevs"]) ? "image/heic-sequence"
        : null;

    private static bool IsMp4(string brand) =>
        brand is "mp41" or "mp42" or "mp71" or "avc1" or "dash" or "M4V " or "M4VH" or "M4VP" or "MSNV" or "f4v " or "F4V "
        || brand.StartsWith("iso", StringComparison.Ordinal);
}
