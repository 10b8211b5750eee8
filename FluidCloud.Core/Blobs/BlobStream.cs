namespace FluidCloud.Core.Blobs;

/// <summary>
/// A seekable stream over a blob that buffers nothing: it reads from storage on demand, one slice at a time. The first
/// slices are small because most range requests are.
/// </summary>
public sealed class BlobStream(IBlobStore blobs, BlobName name, long size) : Stream
{
    private const long SmallestSlice = 256 * 1024;
    private const long LargestSlice = 16 * 1024 * 1024;

    private Stream? slice;
    private long sliceLeft;
    private long nextSlice = SmallestSlice;
    private long position;

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => size;

    public override long Position
    {
        get => position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <exception cref="FluidCloudException">404: the bytes are gone because the file was purged meanwhile.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || position >= size)
            return 0;
        if (sliceLeft == 0)
            await OpenSlice(cancellationToken);
        var read = await slice!.ReadAsync(buffer[..(int)Math.Min(buffer.Length, sliceLeft)], cancellationToken);
        if (read == 0)
            throw new EndOfStreamException("Storage sent fewer bytes than the blob has.");
        position += read;
        sliceLeft -= read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => position + offset,
            _ => size + offset,
        };
        ArgumentOutOfRangeException.ThrowIfNegative(target, nameof(offset));
        if (target != position)
            (position, sliceLeft) = (target, 0);
        return position;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Storage is only read asynchronously.");

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            slice?.Dispose();
        base.Dispose(disposing);
    }

    private async Task OpenSlice(CancellationToken cancel)
    {
        if (slice is not null)
            await slice.DisposeAsync();
        sliceLeft = Math.Min(nextSlice, size - position);
        nextSlice = Math.Min(nextSlice * 2, LargestSlice);
        slice = await blobs.OpenRead(name, position, sliceLeft, cancel) ?? throw Errors.FileNotFound();
    }
}
