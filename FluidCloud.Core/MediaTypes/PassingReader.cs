namespace FluidCloud.Core.MediaTypes;

/// <summary>
/// Reads a few bytes at offsets found while streaming a file once. Each offset lies after the previous one.
/// </summary>
/// <param name="window">The number of bytes to read at an offset; fewer at the end of the file.</param>
internal abstract class PassingReader(int window)
{
    private readonly byte[] seen = new byte[window];
    private int seenLength;

    /// <summary>The place that it looks at next; null when it has seen enough.</summary>
    private long? place = 0;

    /// <param name="bytes">The next bytes of the file.</param>
    /// <param name="at">Their offset in the file.</param>
    public void Add(ReadOnlySpan<byte> bytes, long at)
    {
        while (place is { } here)
        {
            var from = here + seenLength - at;
            if (from >= bytes.Length)
                return;
            var taken = bytes.Slice((int)from, (int)Math.Min(window - seenLength, bytes.Length - from));
            taken.CopyTo(seen.AsSpan(seenLength));
            seenLength += taken.Length;
            if (seenLength < window)
                return;
            Go(here);
        }
    }

    /// <summary>The file is at its end.</summary>
    public void Finish()
    {
        while (place is { } here && seenLength > 0)
            Go(here);
    }

    /// <param name="here">The offset of the bytes in the file.</param>
    /// <returns>The next offset, after this one; null for none.</returns>
    protected abstract long? See(ReadOnlySpan<byte> bytes, long here);

    private void Go(long here)
    {
        place = See(seen.AsSpan(0, seenLength), here);
        var passed = (place ?? long.MaxValue) - here;
        if (passed <= 0)
            place = null;
        // Keeps bytes of the next window that were read already.
        var kept = passed > 0 && passed < seenLength ? seen.AsSpan((int)passed, seenLength - (int)passed) : [];
        kept.CopyTo(seen);
        seenLength = kept.Length;
    }
}
