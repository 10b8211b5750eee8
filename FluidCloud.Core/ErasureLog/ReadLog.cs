namespace FluidCloud.Core.ErasureLog;

/// <summary>Reads the checkpoint and the tiles of the log, and creates proofs from them.</summary>
public sealed class ReadLog(IErasureLogStore store)
{
    /// <returns>A signed note; null before the first checkpoint.</returns>
    public async Task<byte[]?> Checkpoint(CancellationToken cancel) => (await store.Read(LogWriter.CheckpointName, cancel))?.Bytes;

    /// <returns>null when there is no such tile.</returns>
    public async Task<byte[]?> Tile(Tile tile, CancellationToken cancel) => (await store.Read(tile.Path, cancel))?.Bytes;

    /// <summary>The size of the current checkpoint.</summary>
    public async Task<long> Size(CancellationToken cancel) =>
        await Checkpoint(cancel) is { } note ? ErasureLog.Checkpoint.Parse(SignedNote.Parse(note).Text).Size : 0;

    /// <summary>The tree at a present or past size.</summary>
    public TreeReader Tree(long size) => new(Tile, size);

    /// <summary>The proof that an entry is in the log.</summary>
    /// <param name="entry">The entry whose hash is the leaf.</param>
    /// <param name="index">Its index, below the size of the checkpoint.</param>
    public async Task<LogProof> Prove(byte[] entry, long index, CancellationToken cancel)
    {
        var note = SignedNote.Parse(await Checkpoint(cancel) ?? throw new LogDamagedException("The log has no checkpoint."));
        var tree = Tree(ErasureLog.Checkpoint.Parse(note.Text).Size);
        return new(entry, index, await tree.Inclusion(index, cancel), note);
    }
}
