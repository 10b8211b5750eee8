using System.Security.Cryptography;
using FluidCloud.Core.MediaTypes;

namespace FluidCloud.Core.Scanning;

/// <summary>
/// Computes the SHA-256, length and type of a stream while it is read. Opens the stream on the first read.
/// </summary>
internal sealed class FingerprintStream(Func<Task<Stream>> open) : Stream
{
    private Stream? inner;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MediaTypeProbe type = new();

    /// <summary>The type of the bytes read so far.</summary>
    public MediaType Type() => type.Result();

    /// <summary>Bytes read so far.</summary>
    public long Count { get; private set; }

    /// <summary>Reads the rest and returns the SHA-256 of all bytes in hex.</summary>
    public async Task<string> Finish(CancellationToken cancel)
    {
        var buffer = new byte[81920];
        while (await ReadAsync(buffer, cancel) > 0) { }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        inner ??= await open();
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Keep(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is only read asynchronously.");

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        type.Add(bytes);
        Count += bytes.Length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            hash.Dispose();
            inner?.Dispose();
        }
        base.Dispose(disposing);
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
