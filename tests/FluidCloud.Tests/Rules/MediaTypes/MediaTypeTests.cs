using System.Globalization;
using System.IO.Compression;
using System.Text;
using FluidCloud.Core.MediaTypes;
using FluidCloud.Tests.Hosting;
using ImageMagick;
using Microsoft.Data.Sqlite;
using Shouldly;
using static FluidCloud.Tests.Hosting.TestBytes;

namespace FluidCloud.Tests.Rules;

/// <summary>What files are, told by their bytes: real ones where a library makes them, else as the formats' documents have them.</summary>
public sealed class MediaTypeTests
{
    private static readonly byte[] Rest = Enumerable.Repeat((byte)1, 400).ToArray();

    private static readonly IReadOnlyList<(string Name, byte[] Bytes, string Mime)> Files =
    [
        ("PNG", Made(MagickFormat.Png), "image/png"),
        ("JPEG", Made(MagickFormat.Jpeg), "image/jpeg"),
        ("GIF", Made(MagickFormat.Gif), "image/gif"),
        ("WebP", Made(MagickFormat.WebP), "image/webp"),
        ("BMP", Made(MagickFormat.Bmp), "image/bmp"),
        ("BMP 3", Made(MagickFormat.Bmp3), "image/bmp"),
        ("TIFF", Made(MagickFormat.Tiff), "image/tiff"),
        ("TIFF of 16 bits", TestPicture.Make(MagickFormat.Tiff, 9, 9, picture => picture.Depth = 16), "image/tiff"),
        ("TIFF of several pages", TestPicture.MakeTiff((9, 9), (5, 5)), "image/tiff"),
        ("BigTIFF", Made(MagickFormat.Tiff64), "image/tiff"),
        ("big-endian TIFF", Latin("MM\0*\0\0\0\b\0\0"), "image/tiff"),
        ("PSD", Made(MagickFormat.Psd), "image/vnd.adobe.photoshop"),
        ("ICO", Made(MagickFormat.Ico), "image/x-icon"),
        ("JPEG XL", Made(MagickFormat.Jxl), "image/jxl"),
        ("JPEG XL in its container", Hex("0000000C4A584C200D0A870A00000014667479706A786C20"), "image/jxl"),
        ("JPEG 2000", Hex("0000000C6A5020200D0A870A"), "image/jp2"),
        ("a phone's HEIC", TestPicture.Phone, "image/heic"),
        ("HEIC, ten bits", TestPicture.Branded(TestPicture.Phone, "heix"), "image/heic"),
        ("HEIC under HEIF's brand", TestPicture.Branded(TestPicture.Phone, "mif1"), "image/heic"),
        ("HEIC of several layers", [.. FileType("heim", "mif1"), .. Rest], "image/heic"),
        ("HEIC under a brand of its own", [.. FileType("miaf", "heic"), .. Rest], "image/heic"),
        ("HEIC sequence", [.. FileType("hevc", "msf1"), .. Movie("pict")], "image/heic-sequence"),
        ("HEIC sequence under HEIF's brand", [.. FileType("msf1", "hevc", "heic"), .. Movie("pict")], "image/heic-sequence"),
        ("HEIF of another coding", [.. FileType("mif1", "vvic"), .. Rest], "image/heif"),
        ("HEIF 2", [.. FileType("mif2"), .. Rest], "image/heif"),
        ("HEIF of one picture", [.. FileType("1pic", "miaf"), .. Rest], "image/heif"),
        ("AVIF", [.. FileType("avif", "mif1", "miaf"), .. Rest], "image/avif"),
        ("AVIF under HEIF's brand", [.. FileType("mif1", "avif"), .. Rest], "image/avif"),
        ("AVIF sequence", [.. FileType("avis", "msf1"), .. Rest], "image/avif"),
        ("CR3", [.. FileType("crx ", "isom"), .. Movie("vide")], "image/x-canon-cr3"),

        ("MP4", [.. FileType("isom", "mp42"), .. Movie("vide", "soun")], "video/mp4"),
        ("MP4, sound first", [.. FileType("mp42"), .. Movie("soun", "vide")], "video/mp4"),
        ("MP4 whose index is far behind", [.. FileType("isom"), .. Box("mdat", new byte[300_000]), .. Movie("soun", "vide")], "video/mp4"),
        ("MP4 whose ftyp is not first", [.. Box("free", new byte[20]), .. FileType("isom"), .. Movie("vide")], "video/mp4"),
        ("MP4 that is cut off", FileType("isom", "avc1"), "video/mp4"),
        ("sound in MP4", [.. FileType("mp42", "isom"), .. Movie("soun")], "audio/mp4"),
        ("sound in MP4, index behind", [.. FileType("isom"), .. Box("mdat", new byte[300_000]), .. Movie("soun")], "audio/mp4"),
        ("M4A", [.. FileType("M4A ", "mp42"), .. Movie("soun")], "audio/mp4"),
        ("an unknown brand with film", [.. FileType("zzzz"), .. Movie("vide")], "video/mp4"),
        ("an unknown brand", [.. FileType("zzzz"), .. Rest], MediaType.Unknown),
        ("MOV", [.. FileType("qt  "), .. Movie("vide")], "video/quicktime"),
        ("MOV without ftyp", [.. Box("wide"), .. Box("mdat", new byte[500]), .. Movie("vide")], "video/quicktime"),
        ("3GP", [.. FileType("3gp5"), .. Movie("vide")], "video/3gpp"),
        ("WebM", Ebml("webm", "V_VP9"), "video/webm"),
        ("WebM of sound", Ebml("webm", "A_OPUS"), "audio/webm"),
        ("Matroska", Ebml("matroska", "V_MPEG4/ISO/AVC"), "video/x-matroska"),
        ("Matroska, as it was seen", [.. Hex("1a45dfa39f4286810142f7810142f2810442f381084282886d6174726f736b61"), .. Rest], "video/x-matroska"),
        ("AVI", Latin("RIFF\u0010\0\0\0AVI LIST"), "video/x-msvideo"),
        ("MPEG", [.. Hex("000001BA44"), .. Rest], "video/mpeg"),
        ("Ogg Theora", Ogg("\u0080theora", "\u0001vorbis"), "video/ogg"),

        ("MP3 with ID3", Latin("ID3\u0003\0\0\0\0\0\0"), "audio/mpeg"),
        ("MP3, MPEG-2", [.. Hex("fff364c4"), .. Rest], "audio/mpeg"),
        ("MP3, MPEG-1 with CRC", [.. Hex("fffa9064"), .. Rest], "audio/mpeg"),
        ("MP3, MPEG-2 with CRC", [.. Hex("fff264c4"), .. Rest], "audio/mpeg"),
        ("MP3, MPEG-2.5", [.. Hex("ffe364c4"), .. Rest], "audio/mpeg"),
        ("AAC", [.. Hex("fff150802e7ffc"), .. Rest], "audio/aac"),
        ("AAC, MPEG-2", [.. Hex("fff950802e7ffc"), .. Rest], "audio/aac"),
        ("FLAC", Latin("fLaC\0\0\0\""), "audio/flac"),
        ("Opus", Ogg("OpusHead\u0001\u0002"), "audio/ogg"),
        ("Vorbis", Ogg("\u0001vorbis\0\0"), "audio/ogg"),
        ("Ogg of neither", Ogg("other\0"), "application/ogg"),
        ("WAV", Latin("RIFF\u0010\0\0\0WAVEfmt "), "audio/wav"),
        ("AIFF", Latin("FORM\0\0\0\u0010AIFFCOMM"), "audio/aiff"),
        ("MIDI", Latin("MThd\0\0\0\u0006\0\u0001"), "audio/midi"),

        ("PDF", Latin("%PDF-1.7\n\u00E2\u00E3\u00CF\u00D3\n"), "application/pdf"),
        ("PDF behind a byte order mark", [.. Hex("efbbbf255044462d312e370a"), .. Rest], "application/pdf"),
        ("PDF behind empty lines", Latin("\r\n\r\n%PDF-1.4\n1 0 obj\n"), "application/pdf"),
        ("PDF behind the header of a download", Latin("HTTP/1.1 200 OK\r\nServer: x\r\n\r\n%PDF-1.4\n1 0 obj\nendobj\n%%EOF\n"), "application/pdf"),
        ("text about PDF", Latin("A file begins with %PDF-1.7, always.\n"), "text/plain"),
        ("PDF too far behind", Latin(new string(' ', 1100) + "%PDF-1.4\n"), "text/plain"),
        ("DOCX", OpenXml("word"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("DOCX with macros", OpenXml("word", "word/vbaProject.bin"), "application/vnd.ms-word.document.macroEnabled.12"),
        ("XLSX", OpenXml("xl"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("PPTX", OpenXml("ppt"), "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        ("PPTX of many pictures", OpenXml("ppt", Enumerable.Range(1, 2000).Select(number => $"media/picture{number}.jpeg")), "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
        ("ODT", Declared("application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"),
        ("ODS", Declared("application/vnd.oasis.opendocument.spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
        ("EPUB", Declared("application/epub+zip"), "application/epub+zip"),
        ("a ZIP that calls itself HTML", Declared("text/html"), "application/zip"),
        ("ZIP", Zip(("a.txt", new byte[9])), "application/zip"),
        ("ZIP with a DOCX in it", Zip(("a.docx", OpenXml("word"))), "application/zip"),
        ("ZIP that is empty", Zip(), "application/zip"),
        ("ZIP that is cut off", Hex("504b03040a00000000000000000000000000000000000000000008000000"), "application/zip"),
        ("DOCX that is cut off", OpenXml("word")[..^60], "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("JAR", Zip(("META-INF/MANIFEST.MF", new byte[9]), ("A.class", new byte[9])), "application/java-archive"),
        ("DOC", Ole("1Table", "WordDocument"), "application/msword"),
        ("XLS", Ole("Workbook"), "application/vnd.ms-excel"),
        ("PPT", Ole("Current User", "PowerPoint Document"), "application/vnd.ms-powerpoint"),
        ("MSG", Ole("__nameid_version1.0", "__properties_version1.0"), "application/vnd.ms-outlook"),
        ("another compound file", [.. Hex("d0cf11e0a1b11ae1"), .. Rest], "application/x-ole-storage"),
        ("RTF", Latin(@"{\rtf1\ansi Hello}"), "application/rtf"),

        ("GZIP", Packed(stream => new GZipStream(stream, CompressionLevel.Optimal)), "application/gzip"),
        ("BZIP2", Latin("BZh91AY&SY\0\u0001"), "application/x-bzip2"),
        ("XZ", Hex("FD377A585A000004"), "application/x-xz"),
        ("ZSTD", Hex("28B52FFD0458"), "application/zstd"),
        ("LZ4", Hex("04224D186440A7"), "application/x-lz4"),
        ("7z", Hex("377ABCAF271C0004"), "application/x-7z-compressed"),
        ("RAR 4", Hex("526172211A0700CF"), "application/vnd.rar"),
        ("RAR 5", Hex("526172211A070100"), "application/vnd.rar"),
        ("TAR", At(257, "ustar\0"u8.ToArray(), 512), "application/x-tar"),
        ("DEB", Latin("!<arch>\ndebian-binary   1700000000  0     0     100644  4         `\n2.0\n\u001F\u008B\0"), "application/vnd.debian.binary-package"),
        ("ISO", At(0x8001, "CD001"u8.ToArray(), 40_000), "application/x-iso9660-image"),
        ("ELF", Latin("\u007FELF\u0002\u0001\u0001\0"), "application/x-elf"),
        ("PE", File.ReadAllBytes(typeof(MediaType).Assembly.Location), "application/vnd.microsoft.portable-executable"),
        ("Mach-O", Hex("CFFAEDFE07000001"), "application/x-mach-binary"),
        ("Mach-O for two processors", Hex("CAFEBABE00000002"), "application/x-mach-binary"),
        ("Java class", Hex("CAFEBABE00000041"), "application/java-vm"),
        ("WASM", Hex("0061736D01000000"), "application/wasm"),
        ("SQLite", Database(), "application/vnd.sqlite3"),
        ("Parquet", [.. "PAR1"u8, .. new byte[200_000], .. "PAR1"u8], "application/vnd.apache.parquet"),
        ("Parquet that is cut off", [.. "PAR1"u8, .. new byte[200]], MediaType.Unknown),
        ("TrueType", Hex("0001000000120100000400204453494700000000"), "font/ttf"),
        ("OpenType", Latin("OTTO\0\u000B\0\u0080"), "font/otf"),
        ("collection of fonts", Latin("ttcf\0\u0001\0\0"), "font/collection"),
        ("WOFF", Latin("wOFF\0\u0001\0\0"), "font/woff"),
        ("WOFF2", Latin("wOF2\0\u0001\0\0"), "font/woff2"),
        ("Access", At(4, "Standard Jet DB"u8.ToArray(), 64), "application/vnd.ms-access"),
        ("bytes", Hex("00010203"), MediaType.Unknown),

        ("nothing", [], "text/plain"),
        ("text", "plain"u8.ToArray(), "text/plain"),
        ("text in UTF-16", Hex("fffe680065006c006c006f000d000a00"), "text/plain"),
        ("text in UTF-16, big-endian", Hex("feff00680069000a"), "text/plain"),
        ("half a character of UTF-16", Hex("fffe680065"), MediaType.Unknown),
        ("text in Windows-1252", Hex("636166e9206175206c6169740a"), "text/plain"),
        ("text that begins like a BMP", "BMW prices"u8.ToArray(), "text/plain"),
        ("text that begins like an MP3", "ID3 tags explained"u8.ToArray(), "text/plain"),
        ("text that begins like a RAR", "Rar! A story."u8.ToArray(), "text/plain"),
        ("a script that begins like a GIF", "GIF89a/*<svg>*/=1;alert(1)"u8.ToArray(), "text/plain"),
        ("Markdown", "# Title\n\nText, and more.\n"u8.ToArray(), "text/plain"),
        ("prose with commas", "Dear all, hello\nBest regards, me\n"u8.ToArray(), "text/plain"),
        ("CSV", "a,b\n1,2"u8.ToArray(), "text/csv"),
        ("CSV with quotes", "name;\"a;b\"\r\nx;\"two\nlines\"\r\n"u8.ToArray(), "text/csv"),
        ("CSV in Windows-1252", Latin("Name;Stra\u00DFe\nM\u00FCller;Weg 1\n"), "text/csv"),
        ("values between tabs", "a\tb\n1\t2\n"u8.ToArray(), "text/tab-separated-values"),
        ("JSON", "{\"a\": [1, 2]}\n"u8.ToArray(), "application/json"),
        ("empty JSON", "{}"u8.ToArray(), "application/json"),
        ("large JSON", Encoding.UTF8.GetBytes("[" + string.Join(",", Enumerable.Range(1, 30_000)) + "]"), "application/json"),
        ("what begins like JSON", "[settings]\nkey=value\n"u8.ToArray(), "text/plain"),
        ("XML", "<?xml version='1.0'?>\n<a/>"u8.ToArray(), "application/xml"),
        ("SVG", "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), "image/svg+xml"),
        ("SVG far behind comments", Encoding.UTF8.GetBytes($"<?xml version='1.0'?>\n<!--{new string('x', 5000)}-->\n<!DOCTYPE svg [<!ENTITY a 'b'>]>\n<s:svg/>"), "image/svg+xml"),
        ("SVG in UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<svg onload='alert(1)'/>")], "image/svg+xml"),
        ("HTML", "  <!DOCTYPE html><p>"u8.ToArray(), "text/html"),
        ("HTML with a byte order mark", [0xEF, 0xBB, 0xBF, .. "<html>"u8], "text/html"),
        ("HTML in UTF-16", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("<html>")], "text/html"),
        ("a script element", "<script>alert(1)</script>"u8.ToArray(), "text/html"),
        ("HTML behind a comment", "<!-- hi --><body onload=alert(1)>"u8.ToArray(), "text/html"),
        ("XHTML", "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'/>"u8.ToArray(), "text/html"),
        ("EML", "Received: from a\r\nFrom: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\nHello\r\n"u8.ToArray(), "message/rfc822"),
        ("notes with a colon", "From: the beginning\nwe went on.\n"u8.ToArray(), "text/plain"),
        ("ICS", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"u8.ToArray(), "text/calendar"),
        ("VCF", "BEGIN:VCARD\r\nVERSION:4.0\r\n"u8.ToArray(), "text/vcard"),
    ];

    public static TheoryData<string> Names => [.. Files.Select(file => file.Name)];

    [Theory, MemberData(nameof(Names)), Contract(92)]
    public void A_file_is_told_by_its_bytes(string name)
    {
        var (_, bytes, mime) = Files.Single(file => file.Name == name);

        MediaTypeProbe.Detect(bytes).Mime.ShouldBe(mime);
        // However the bytes come.
        foreach (var step in new[] { 1, 7, 4096, 65_537 })
        {
            if (bytes.Length / step > 50_000)
                continue;
            var probe = new MediaTypeProbe();
            foreach (var chunk in bytes.Chunk(step))
                probe.Add(chunk);
            probe.Result().Mime.ShouldBe(mime, $"in steps of {step}");
        }
    }

    [Theory]
    [InlineData("Gr\u00FC\u00DFe \uD83C\uDF89", "utf-8", "utf-8")]
    [InlineData("plain", "utf-8", "utf-8")]
    [InlineData("Gr\u00FC\u00DFe", "utf-16", "utf-16le")]
    [InlineData("Gr\u00FC\u00DFe", "utf-16BE", "utf-16be")]
    [InlineData("Gr\u00FC\u00DFe", "iso-8859-1", null)]
    public void The_encoding_of_text_is_told_where_it_is_known(string text, string encoding, string? charset)
    {
        var coding = Encoding.GetEncoding(encoding);

        MediaTypeProbe.Detect([.. coding.GetPreamble(), .. coding.GetBytes(text)]).ShouldBe(new("text/plain", charset));
    }

    /// <summary>A log that begins in ASCII, and much later holds a name in another encoding.</summary>
    [Fact]
    public void An_encoding_is_known_of_the_whole_text_or_not_at_all()
    {
        var ascii = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("line of a log\n", 10_000)));

        MediaTypeProbe.Detect(ascii).Charset.ShouldBe("utf-8");
        MediaTypeProbe.Detect([.. ascii, 0xE9, (byte)'\n']).ShouldBe(new("text/plain", Charset: null));
        MediaTypeProbe.Detect([.. ascii, .. "\u00E9"u8, (byte)'\n']).Charset.ShouldBe("utf-8");
    }

    [Fact]
    public void A_character_may_be_cut_off_where_the_sample_ends_and_not_where_the_file_ends()
    {
        var cut = Encoding.UTF8.GetBytes("Gr\u00FC\u00DFe \uD83C\uDF89").AsSpan()[..^1];
        MediaTypeProbe.Detect(cut).ShouldBe(new("text/plain", Charset: null));

        var long1 = Encoding.UTF8.GetBytes("x" + string.Concat(Enumerable.Repeat("\u00FC", MediaTypeProbe.Kept)));
        MediaTypeProbe.Detect(long1).ShouldBe(new("text/plain", "utf-8"));
    }

    /// <summary>Chance: no noise is taken for anything but by its first bytes, and none makes the detection fail.</summary>
    [Fact]
    public void Noise_is_unknown()
    {
        var random = new Random(20261126);
        var types = new List<string>();
        for (var round = 0; round < 2000; round++)
        {
            var noise = new byte[random.Next(64, 6000)];
            random.NextBytes(noise);
            types.Add(MediaTypeProbe.Detect(noise).Mime);
        }

        types.Count(type => type != MediaType.Unknown).ShouldBeLessThan(20);
    }

    /// <summary>Formats with lengths and offsets in them, of which each may be wrong.</summary>
    [Fact]
    public void Damaged_files_are_told_as_something()
    {
        var random = new Random(20261126);
        foreach (var (_, bytes, _) in Files.Where(file => file.Bytes.Length is > 0 and < 20_000))
        {
            for (var round = 0; round < 20; round++)
            {
                var damaged = bytes.ToArray();
                for (var flips = random.Next(1, 8); flips > 0; flips--)
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                MediaTypeProbe.Detect(damaged.AsSpan()[..random.Next(1, damaged.Length + 1)]).Mime.ShouldNotBeEmpty();
            }
        }
    }

    private static byte[] Made(MagickFormat format) => TestPicture.Make(format, 16, 16);

    private static byte[] Packed(Func<Stream, Stream> pack)
    {
        using var bytes = new MemoryStream();
        using (var packing = pack(bytes))
            packing.Write("Hello"u8);
        return bytes.ToArray();
    }

    private static byte[] Database()
    {
        var file = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"fluidcloud-{Guid.NewGuid()}.db"));
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "create table a (b)";
            command.ExecuteNonQuery();
        }
        var bytes = File.ReadAllBytes(file);
        File.Delete(file);
        return bytes;
    }
}
