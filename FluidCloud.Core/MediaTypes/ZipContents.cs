using System.Buffers.Binary;
using System.Text;

namespace FluidCloud.Core.MediaTypes;

/// <summary>
/// Detects documents that are ZIP archives by their members. The directory is at the end (APPNOTE.TXT 4.3), but may be longer
/// than the bytes that are kept, or truncated; so the first members are read too.
/// </summary>
internal static class ZipContents
{
    /// <returns>null when it is not a ZIP.</returns>
    public static string? TypeOf(ByteSample sample)
    {
        var head = sample.Head;
        if (!head.StartsWith("PK\x03\x04"u8) && !head.StartsWith("PK\x05\x06"u8) && !head.StartsWith("PK\x07\x08PK\x03\x04"u8))
            return null;
        IReadOnlyList<string> names = [.. Members(head), .. Directory(sample.Tail)];
        return DeclaredType(head) ?? TypeOf(names) ?? "application/zip";
    }

    private static string? TypeOf(IReadOnlyList<string> names)
    {
        if (names.Contains("[Content_Types].xml"))
        {
            // A document with macros has another type, which opens with a warning.
            var hasMacros = names.Any(name => name.EndsWith("vbaProject.bin", StringComparison.Ordinal));
            return Holds("word/") ? hasMacros ? "application/vnd.ms-word.document.macroEnabled.12" : "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
                : Holds("xl/") ? hasMacros ? "application/vnd.ms-excel.sheet.macroEnabled.12" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                : Holds("ppt/") ? hasMacros ? "application/vnd.ms-powerpoint.presentation.macroEnabled.12" : "application/vnd.openxmlformats-officedocument.presentationml.presentation"
                : Holds("visio/") ? "application/vnd.ms-visio.drawing.main+xml"
                : null;
        }
        return names.Contains("AndroidManifest.xml") ? "application/vnd.android.package-archive"
            : names.Contains("META-INF/MANIFEST.MF") ? "application/java-archive"
            : null;

        bool Holds(string folder) => names.Any(name => name.StartsWith(folder, StringComparison.Ordinal));
    }

    /// <summary>OpenDocument and EPUB begin with a member "mimetype", stored as it is.</summary>
    private static string? DeclaredType(ReadOnlySpan<byte> head)
    {
        if (Member.Local(head, 0) is not { Name: "mimetype", Method: 0 } first || first.Data + first.Size > head.Length)
            return null;
        var type = Encoding.ASCII.GetString(head.Slice(first.Data, (int)first.Size)).Trim();
        return type == "application/epub+zip" || (type.StartsWith("application/vnd.oasis.opendocument.", StringComparison.Ordinal) && type.All(letter => letter is >= 'a' and <= 'z' or '-' or '.' or '/'))
            ? type
            : null;
    }

    /// <returns>The names in the part of the directory that is kept.</returns>
    private static List<string> Directory(ReadOnlySpan<byte> tail)
    {
        var end = tail.LastIndexOf("PK\x05\x06"u8);
        if (end < 0 || end + 22 > tail.Length)
            return [];
        var begin = end - BinaryPrimitives.ReadUInt32LittleEndian(tail[(end + 12)..]);
        if (begin < 0)
            begin = tail[..end].IndexOf("PK\x01\x02"u8);
        var names = new List<string>();
        for (var at = (int)Math.Max(0, begin); Member.Central(tail[..end], at) is { } member; at = member.Next)
            names.Add(member.Name);
        return names;
    }

    /// <returns>The names of the first members, up to one whose length is not in its header.</returns>
    private static List<string> Members(ReadOnlySpan<byte> head)
    {
        var names = new List<string>();
        for (long at = 0; at < head.Length && Member.Local(head, (int)at) is { } member; at = member.Size == 0 && member.HasTrailer ? long.MaxValue : member.Data + member.Size)
            names.Add(member.Name);
        return names;
    }

    /// <param name="Size">The compressed size of its data.</param>
    /// <param name="Data">The offset of its data.</param>
    /// <param name="Next">The offset of the next directory entry.</param>
    private readonly record struct Member(string Name, int Method, long Size, bool HasTrailer, int Data, int Next)
    {
        public static Member? Local(ReadOnlySpan<byte> bytes, int at) => Read(bytes, at, "PK\x03\x04"u8, fieldsAt: 6, namesAt: 26, header: 30);

        public static Member? Central(ReadOnlySpan<byte> bytes, int at) => Read(bytes, at, "PK\x01\x02"u8, fieldsAt: 8, namesAt: 28, header: 46);

        private static Member? Read(ReadOnlySpan<byte> bytes, int at, ReadOnlySpan<byte> signature, int fieldsAt, int namesAt, int header)
        {
            if (at < 0 || at + header > bytes.Length || !bytes[at..].StartsWith(signature))
                return null;
            var entry = bytes[at..];
            var flags = Short(entry, fieldsAt);
            var (name, extra) = (Short(entry, namesAt), Short(entry, namesAt + 2));
            var comment = header == 46 ? Short(entry, namesAt + 4) : 0;
            if (header + name > entry.Length)
                return null;
            var data = at + header + name + extra;
            return new(
                Encoding.UTF8.GetString(entry.Slice(header, name)), Short(entry, fieldsAt + 2),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[(fieldsAt + 12)..]), (flags & 8) != 0, data, data + comment);
        }

        private static int Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
    }
}
