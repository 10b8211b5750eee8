namespace FluidCloud.Core.MediaTypes;

/// <summary>PDF (ISO 32000-1, 7.5.2): readers take the header anywhere in the first 1,024 bytes.</summary>
internal static class PdfFile
{
    private const int Search = 1024;

    public static bool IsPdf(ByteSample sample)
    {
        var head = sample.Head;
        var begin = head[..Math.Min(head.Length, Search + 5)].IndexOf("%PDF-"u8);
        if (begin < 0)
            return false;
        var before = head[..begin];
        if (before.StartsWith("\uFEFF"u8))
            before = before[3..];
        // Further on, the header may be mere text: requires the end of a PDF too.
        return before.Trim(" \t\r\n\0\f"u8).IsEmpty || sample.Tail.IndexOf("%%EOF"u8) >= 0;
    }
}
