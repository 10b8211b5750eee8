namespace FluidCloud.Core.MediaTypes;

/// <summary>
/// Detects the type of a stream in one pass with bounded memory. It keeps the first and last <see cref="Kept"/> bytes, and in
/// between only what <see cref="IsoBoxes"/> and <see cref="OleDirectory"/> need.
/// </summary>
public sealed class MediaTypeProbe
{
    /// <summary>Of the beginning, and of the end: 64 KiB each. A CD image says what it is at 32 KiB, a ZIP at its end.</summary>
    public const int Kept = 64 * 1024;

    private readonly byte[] head = new byte[Kept];
    private readonly TailBuffer tail = new(Kept);
    private readonly Utf8Check utf8 = new();
    private readonly IsoBoxes boxes = new();
    private readonly OleDirectory ole = new();
    private int headLength;
    private long length;

    /// <param name="bytes">The next bytes.</param>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var wanted = bytes[..Math.Min(bytes.Length, Kept - headLength)];
        wanted.CopyTo(head.AsSpan(headLength));
        headLength += wanted.Length;
        tail.Add(bytes);
        utf8.Add(bytes);
        boxes.Add(bytes, length);
        ole.Add(bytes, length);
        length += bytes.Length;
    }

    /// <summary>The type of all that was added.</summary>
    public MediaType Result()
    {
        var whole = new ByteSample(head.AsMemory(0, headLength), tail.ToArray(), length);
        var isUtf8 = utf8.Finish();
        boxes.Finish();
        ole.Finish();
        if (PdfFile.IsPdf(whole))
            return new("application/pdf");
        if (TextContent.Of(whole, isUtf8) is { } text)
            return new(TextTypes.Of(text), text.Charset);
        return new(Binary(whole) ?? MediaType.Unknown);
    }

    /// <summary>All at once, for bytes that are in memory.</summary>
    public static MediaType Detect(ReadOnlySpan<byte> bytes)
    {
        var probe = new MediaTypeProbe();
        probe.Add(bytes);
        return probe.Result();
    }

    private string? Binary(ByteSample sample) =>
        ZipContents.TypeOf(sample) ?? boxes.Type ?? ole.Type ?? OggPages.TypeOf(sample.Head) ?? EbmlHeader.TypeOf(sample.Head)
        ?? Signatures.TypeOf(sample) ?? MpegAudio.TypeOf(sample.Head);
}

/// <summary>The two ends of a file.</summary>
/// <param name="Head">The first bytes.</param>
/// <param name="Tail">The last bytes; the whole file when it is short.</param>
/// <param name="Length">The length of the whole file.</param>
internal sealed record ByteSample(ReadOnlyMemory<byte> HeadBytes, byte[] TailBytes, long Length)
{
    public ReadOnlySpan<byte> Head => HeadBytes.Span;

    public ReadOnlySpan<byte> Tail => TailBytes;

    /// <summary>Whether the head is all there is.</summary>
    public bool IsWhole => Length == HeadBytes.Length;
}
