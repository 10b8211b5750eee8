namespace FluidCloud.Core.Journal;

/// <summary>
/// Blobs beside the bytes of the files, in a container of their own. A restore of the metadata does not touch them, and
/// storage deletes each after 40 days: longer than any backup of the metadata is kept.
/// </summary>
public interface IJournalStore
{
    /// <summary>Writes a blob, or replaces it.</summary>
    Task Write(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancel);

    /// <returns>null when there is none.</returns>
    Task<byte[]?> Read(string name, CancellationToken cancel);

    /// <summary>The names of all blobs whose name starts with a prefix.</summary>
    IAsyncEnumerable<string> List(string prefix, CancellationToken cancel);
}
