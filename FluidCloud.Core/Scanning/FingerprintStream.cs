using System.Security.Cryptography;
using FluidCloud.Core.MediaTypes;

namespace FluidCloud.Core.Scanning;

/// <summary>Passes bytes on as they are read, and finds their SHA-256, their number and their type. It is opened when it is first read.</summary>
internal sealed class FingerprintStream(Func<Task<Stream>> open) : Stream
{
    private Stream? inner;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MediaTypeProbe type = new();

    /// <summary>Of the bytes that were read.</summary>
    public MediaType Type() => type.Result();

    /// <summary>How many bytes were read.</summary>
    public long Count { get; private set; }

    /// <summary>Reads what was left unread, and answers the hex SHA-256 of all bytes.</summary>
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
