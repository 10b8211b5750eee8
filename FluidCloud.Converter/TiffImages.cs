using System.Buffers.Binary;

namespace FluidCloud.Converter;

/// <summary>
/// The images of a TIFF: pages, levels of a pyramid, thumbnails, masks, in its chain of directories and in their
/// sub-directories (TIFF 6.0, section 2; Adobe "TIFF Technical Note 1: TIFF Trees"; libtiff "BigTIFF").
/// </summary>
internal sealed class TiffImages
{
    /// <summary>Directories that are looked at. What a file has beyond that many is not.</summary>
    private const int Most = 1000;

    private const int NewSubfileType = 254;
    private const int ImageWidth = 256;
    private const int ImageLength = 257;
    private const int Photometric = 262;
    private const int SubDirectories = 330;

    private readonly byte[] bytes;
    private readonly bool isLittle;
    private readonly bool isBig;
    private readonly List<TiffImage> images = [];

    private TiffImages(byte[] bytes)
    {
        this.bytes = bytes;
        isLittle = bytes.AsSpan().StartsWith("II"u8);
        isBig = bytes.Length >= 16 && Number(2, 2) == 43;
    }

    /// <summary>Makes the largest image the first one, by changing which directory the header names.</summary>
    /// <exception cref="RefusedException">The file has no image.</exception>
    public static void PutLargestFirst(byte[] bytes)
    {
        var tiff = new TiffImages(bytes);
        tiff.Walk();
        // OrderBy is stable: of pages of the same size it takes the first.
        var largest = tiff.images.Where(image => image.IsPicture).OrderByDescending(image => image.Pixels).FirstOrDefault()
            ?? throw new RefusedException("the image can't be read");
        tiff.SetFirst(largest.Offset);
    }

    private int WordSize => isBig ? 8 : 4;

    private int HeaderOffset => isBig ? 8 : 4;

    private void Walk()
    {
        if (bytes.Length < HeaderOffset + WordSize)
            return;
        var seen = new HashSet<long>();
        var open = new Stack<long>([Number(HeaderOffset, WordSize)]);
        while (open.TryPop(out var offset) && seen.Count < Most)
        {
            if (offset > 0 && seen.Add(offset))
                Read(offset, open);
        }
    }

    /// <summary>A directory: how many entries, the entries, and where the next directory is.</summary>
    private void Read(long offset, Stack<long> open)
    {
        var (countSize, entrySize) = isBig ? (8, 20) : (2, 12);
        if (!Holds(offset, countSize))
            return;
        var count = Number(offset, countSize);
        var end = offset + countSize + count * entrySize;
        if (count is < 1 or > ushort.MaxValue || !Holds(end, WordSize))
            return;
        open.Push(Number(end, WordSize));
        var image = new TiffImage(offset);
        for (var entry = offset + countSize; entry < end; entry += entrySize)
        {
            switch (Number(entry, 2))
            {
                case NewSubfileType: image.Subfile = Value(entry); break;
                case ImageWidth: image.Width = Value(entry); break;
                case ImageLength: image.Height = Value(entry); break;
                case Photometric: image.Photometric = Value(entry); break;
                case SubDirectories:
                    foreach (var sub in Values(entry))
                        open.Push(sub);
                    break;
            }
        }
        images.Add(image);
    }

    private long Value(long entry) => Values(entry).FirstOrDefault();

    /// <summary>An entry: tag, type, how many values, and the values, or where they are when they take more than a word.</summary>
    private IEnumerable<long> Values(long entry)
    {
        // SHORT, LONG, IFD, LONG8, IFD8; other types are not used here.
        var size = Number(entry + 2, 2) switch { 3 => 2, 4 or 13 => 4, 16 or 18 => 8, _ => 0 };
        var count = Math.Min(Number(entry + 4, WordSize), Most);
        if (size == 0 || count < 1)
            yield break;
        var at = entry + 4 + WordSize;
        if (count * size > WordSize)
            at = Number(at, WordSize);
        for (var index = 0; index < count && Holds(at + index * size, size); index++)
            yield return Number(at + index * size, size);
    }

    private bool Holds(long offset, int size) => offset >= 0 && offset <= bytes.LongLength - size;

    private long Number(long offset, int size)
    {
        var word = bytes.AsSpan((int)offset, size);
        return (size, isLittle) switch
        {
            (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(word),
            (2, false) => BinaryPrimitives.ReadUInt16BigEndian(word),
            (4, true) => BinaryPrimitives.ReadUInt32LittleEndian(word),
            (4, false) => BinaryPrimitives.ReadUInt32BigEndian(word),
            (_, true) => BinaryPrimitives.ReadInt64LittleEndian(word),
            (_, false) => BinaryPrimitives.ReadInt64BigEndian(word),
        };
    }

    private void SetFirst(long offset)
    {
        var word = bytes.AsSpan(HeaderOffset, WordSize);
        switch (isBig, isLittle)
        {
            case (false, true): BinaryPrimitives.WriteUInt32LittleEndian(word, (uint)offset); break;
            case (false, false): BinaryPrimitives.WriteUInt32BigEndian(word, (uint)offset); break;
            case (true, true): BinaryPrimitives.WriteInt64LittleEndian(word, offset); break;
            case (true, false): BinaryPrimitives.WriteInt64BigEndian(word, offset); break;
        }
    }

    private sealed class TiffImage(long offset)
    {
        private const int Mask = 4;
        private const int ColorFilterArray = 32803;
        private const int LinearRaw = 34892;

        public long Offset => offset;
        public long Subfile { get; set; }
        public long Width { get; set; }
        public long Height { get; set; }
        public long Photometric { get; set; }
        public decimal Pixels => (decimal)Width * Height;

        /// <summary>Excludes masks, and raw data of camera sensors.</summary>
        public bool IsPicture => Pixels > 0 && (Subfile & Mask) == 0 && Photometric is not (Mask or ColorFilterArray or LinearRaw);
    }
}
