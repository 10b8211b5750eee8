namespace FluidCloud.Core.ErasureLog;

/// <summary>
/// The blobs of the erasure log: tiles, written once, and a few that are replaced by their version. What was written
/// is seen by every instance at once.
/// </summary>
public interface IErasureLogStore
{
    /// <returns>null when there is none.</returns>
    Task<LogBlob?> Read(string name, CancellationToken cancel);

    /// <param name="version">That was read; null for one that is not there yet.</param>
    /// <returns>The new version; null when another writer was first, and then nothing was written.</returns>
    /// <remarks>A call that throws may have written, and one that answers null may have written itself before: read what is there.</remarks>
    Task<string?> Write(string name, ReadOnlyMemory<byte> bytes, string? version, CancellationToken cancel);
}

public sealed record LogBlob(byte[] Bytes, string Version);
