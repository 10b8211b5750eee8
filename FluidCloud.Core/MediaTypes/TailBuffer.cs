namespace FluidCloud.Core.MediaTypes;

/// <summary>The last bytes of those that go by.</summary>
internal sealed class TailBuffer(int capacity)
{
    private readonly byte[] ring = new byte[capacity];
    private long count;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        count += Math.Max(0, bytes.Length - capacity);
        bytes = bytes[Math.Max(0, bytes.Length - capacity)..];
        var at = (int)(count % capacity);
        var first = bytes[..Math.Min(bytes.Length, capacity - at)];
        first.CopyTo(ring.AsSpan(at));
        bytes[first.Length..].CopyTo(ring);
        count += bytes.Length;
    }

    public byte[] ToArray()
    {
        if (count <= capacity)
            return ring[..(int)count];
        var at = (int)(count % capacity);
        return [.. ring.AsSpan(at), .. ring.AsSpan(0, at)];
    }
}
