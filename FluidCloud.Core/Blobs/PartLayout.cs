namespace FluidCloud.Core.Blobs;

/// <summary>How the bytes of an upload are divided into parts: all of one size except the last.</summary>
/// <param name="Generation">Distinguishes the parts of one attempt to send the bytes from those of another.</param>
public sealed record PartLayout(BlobName Name, long Size, long PartSize, int Generation = 0)
{
    public int Count => (int)((Size + PartSize - 1) / PartSize);

    /// <summary>1 to <see cref="Count"/>.</summary>
    public IEnumerable<int> Numbers => Enumerable.Range(1, Count);

    public long SizeOf(int number) => Math.Min(PartSize, Size - (number - 1) * PartSize);
}
