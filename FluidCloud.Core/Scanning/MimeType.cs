using System.Text;

namespace FluidCloud.Core.Scanning;

/// <summary>
/// The MIME type of bytes. Signatures decide (WHATWG "MIME Sniffing" and the formats' own documents); the name only
/// tells apart what no signature can: kinds of text, and the documents that are ZIP archives. Text that begins with the
/// letters of a signature is text: "BMW prices", "Convert AVI to MP4". Only PDF may be text throughout.
/// </summary>
public static class MimeType
{
    public const string Unknown = "application/octet-stream";

    private static readonly (int Offset, byte[] Bytes, string Mime)[] Signatures =
    [
        (0, [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
        (0, [0xFF, 0xD8, 0xFF], "image/jpeg"),
        (0, "GIF87a"u8.ToArray(), "image/gif"),
        (0, "GIF89a"u8.ToArray(), "image/gif"),
        (0, "BM"u8.ToArray(), "image/bmp"),
        (0, [(byte)'I', (byte)'I', 0x2A, 0x00], "image/tiff"),
        (0, [(byte)'M', (byte)'M', 0x00, 0x2A], "image/tiff"),
        (0, [(byte)'I', (byte)'I', 0x2B, 0x00], "image/tiff"), // BigTIFF
        (0, [(byte)'M', (byte)'M', 0x00, 0x2B], "image/tiff"),
        (0, [0x00, 0x00, 0x01, 0x00], "image/x-icon"),
        (8, "WEBP"u8.ToArray(), "image/webp"),
        (8, "WAVE"u8.ToArray(), "audio/wav"),
        (8, "AVI "u8.ToArray(), "video/x-msvideo"),
        (0, "ID3"u8.ToArray(), "audio/mpeg"),
        (0, [0xFF, 0xFB], "audio/mpeg"),
        (0, "OggS"u8.ToArray(), "audio/ogg"),
        (0, "fLaC"u8.ToArray(), "audio/flac"),
        (0, [0x1A, 0x45, 0xDF, 0xA3], "video/webm"),
        (0, [(byte)'P', (byte)'K', 0x03, 0x04], "application/zip"),
        (0, [(byte)'P', (byte)'K', 0x05, 0x06], "application/zip"),
        (0, [0x1F, 0x8B], "application/gzip"),
        (0, "BZh"u8.ToArray(), "application/x-bzip2"),
        (0, [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0x00], "application/x-xz"),
        (0, [0x28, 0xB5, 0x2F, 0xFD], "application/zstd"),
        (0, [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C], "application/x-7z-compressed"),
        (0, "Rar!"u8.ToArray(), "application/vnd.rar"),
        (257, "ustar"u8.ToArray(), "application/x-tar"),
        (0, [0x7F, (byte)'E', (byte)'L', (byte)'F'], "application/x-elf"),
        (0, "wOFF"u8.ToArray(), "font/woff"),
        (0, "wOF2"u8.ToArray(), "font/woff2"),
        (0, [0x00, (byte)'a', (byte)'s', (byte)'m'], "application/wasm"),
        (0, "SQLite format 3\0"u8.ToArray(), "application/vnd.sqlite3"),
    ];

    /// <summary>Brands of ISO base media files, behind <c>ftyp</c>; any other brand is MP4 video.</summary>
    private static readonly Dictionary<string, string> MediaBrands = new()
    {
        ["heic"] = "image/heic", ["heix"] = "image/heic", ["heim"] = "image/heic", ["heis"] = "image/heic",
        ["mif1"] = "image/heif", ["msf1"] = "image/heif",
        ["avif"] = "image/avif", ["avis"] = "image/avif",
        ["qt  "] = "video/quicktime", ["M4A "] = "audio/mp4", ["M4B "] = "audio/mp4",
    };

    private static readonly Dictionary<string, string> ZipDocuments = new(StringComparer.OrdinalIgnoreCase)
    {
        [".docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        [".pptx"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        [".odt"] = "application/vnd.oasis.opendocument.text",
        [".ods"] = "application/vnd.oasis.opendocument.spreadsheet",
        [".odp"] = "application/vnd.oasis.opendocument.presentation",
        [".epub"] = "application/epub+zip",
        [".jar"] = "application/java-archive",
    };

    private static readonly Dictionary<string, string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html", [".htm"] = "text/html", [".css"] = "text/css", [".csv"] = "text/csv",
        [".js"] = "text/javascript", [".mjs"] = "text/javascript", [".json"] = "application/json",
        [".xml"] = "application/xml", [".svg"] = "image/svg+xml", [".md"] = "text/markdown",
    };

    /// <param name="head">The first bytes; 4 KiB are plenty.</param>
    public static string Detect(ReadOnlySpan<byte> head, string fileName)
    {
        var extension = Path.GetExtension(fileName);
        if (head.StartsWith("%PDF-"u8))
            return "application/pdf";
        if (IsText(head))
            return MarkupOf(head) ?? Texts.GetValueOrDefault(extension, "text/plain");
        var mime = BySignature(head) ?? Unknown;
        return mime == "application/zip" ? ZipDocuments.GetValueOrDefault(extension, mime) : mime;
    }

    private static string? BySignature(ReadOnlySpan<byte> head)
    {
        if (head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8))
            return MediaBrands.GetValueOrDefault(Encoding.Latin1.GetString(head[8..12]), "video/mp4");
        foreach (var (offset, bytes, mime) in Signatures)
        {
            if (head.Length >= offset + bytes.Length && head.Slice(offset, bytes.Length).SequenceEqual(bytes))
                return mime;
        }
        return null;
    }

    /// <summary>Markup that a browser would run is named by its beginning, whatever the file is called.</summary>
    private static string? MarkupOf(ReadOnlySpan<byte> head)
    {
        var start = Encoding.UTF8.GetString(head[..Math.Min(head.Length, 512)]).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (StartsWith("<!doctype html") || StartsWith("<html") || StartsWith("<head") || StartsWith("<body") || StartsWith("<script"))
            return "text/html";
        if (StartsWith("<svg"))
            return "image/svg+xml";
        if (!StartsWith("<?xml"))
            return null;
        return start.Contains("<svg", StringComparison.OrdinalIgnoreCase) ? "image/svg+xml"
            : start.Contains("<html", StringComparison.OrdinalIgnoreCase) ? "text/html"
            : "application/xml";

        bool StartsWith(string tag) => start.StartsWith(tag, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>UTF-8 without control characters that text does not use. A character may be cut off at the end.</summary>
    private static bool IsText(ReadOnlySpan<byte> head)
    {
        foreach (var value in head)
        {
            if (value < 0x20 && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C or 0x1B))
                return false;
        }
        for (var cut = 0; cut < 4 && cut <= head.Length; cut++)
        {
            if (System.Text.Unicode.Utf8.IsValid(head[..^cut]))
                return true;
        }
        return false;
    }
}
