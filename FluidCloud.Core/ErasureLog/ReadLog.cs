namespace FluidCloud.Core.ErasureLog;

/// <summary>What anybody may read of the log: its checkpoint and its tiles; and proofs, which are made of them.</summary>
public sealed class ReadLog(IErasureLogStore store)
{
    /// <returns>A signed note; null before the log was begun.</returns>
    public async Task<byte[]?> Checkpoint(CancellationToken cancel) => (await store.Read(LogWriter.CheckpointName, cancel))?.Bytes;

    /// <returns>null when there is no such tile.</returns>
    public async Task<byte[]?> Tile(Tile tile, CancellationToken cancel) => (await store.Read(tile.Path, cancel))?.Bytes;

    /// <summary>Of the present checkpoint.</summary>
    public async Task<long> Size(CancellationToken cancel) =>
        await Checkpoint(cancel) is { } note ? ErasureLog.Checkpoint.Parse(SignedNote.Parse(note).Text).Size : 0;

    /// <summary>The tree at a size that it has, or had.</summary>
    public TreeReader Tree(long size) => new(Tile, size);

    /// <summary>The proof that an entry is in the log.</summary>
    /// <param name="entry">What the leaf is the hash of.</param>
    /// <param name="index">That a receipt was given, and so below the size of the checkpoint.</param>
    public async Task<LogProof> Prove(byte[] entry, long index, CancellationToken cancel)
    {
        var note = SignedNote.Parse(await Checkpoint(cancel) ?? throw new LogDamagedException("The log has no checkpoint."));
        var tree = Tree(ErasureLog.Checkpoint.Parse(note.Text).Size);
        return new(entry, index, await tree.Inclusion(index, cancel), note);
    }
}
