namespace FluidCloud.Core.ErasureLog;

/// <summary>
/// Stores the blobs of the erasure log: tiles, which are written once, and a few blobs that are replaced conditionally. Writes
/// are visible to all instances at once.
/// </summary>
public interface IErasureLogStore
{
    /// <returns>null when there is none.</returns>
    Task<LogBlob?> Read(string name, CancellationToken cancel);

    /// <param name="version">The version that was read; null for a new blob.</param>
    /// <returns>The new version; null when another writer was first and nothing was written.</returns>
    /// <remarks>A call that throws may have written, and one that returns null may follow its own earlier write: read the blob.</remarks>
    Task<string?> Write(string name, ReadOnlyMemory<byte> bytes, string? version, CancellationToken cancel);
}

public sealed record LogBlob(byte[] Bytes, string Version);
