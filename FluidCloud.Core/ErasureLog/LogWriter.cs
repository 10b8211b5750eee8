using System.Text;

namespace FluidCloud.Core.ErasureLog;

/// <summary>
/// Assigns indexes to leaves, writes tiles, and signs the checkpoint. It may be interrupted anywhere, run twice, or run beside
/// another writer: indexes are assigned by a conditional write of the state, tiles are deterministic and written once, and
/// the checkpoint is replaced by a conditional write.
/// </summary>
public sealed class LogWriter(IErasureLogStore store, ErasureLogSettings settings)
{
    public const string CheckpointName = "checkpoint";

    private readonly Lazy<NoteSigner> signer = new(settings.Signer);

    /// <summary>Publishes a checkpoint over all leaves that have an index. The first call starts an empty log.</summary>
    /// <returns>The state, which is published completely; null when another writer was first: start over.</returns>
    /// <exception cref="LogDamagedException">The stored log is inconsistent. Nothing was signed.</exception>
    public async Task<HeldState?> Publish(CancellationToken cancel)
    {
        // In this order, because leaves are removed from the state only after the checkpoint covers them.
        var stored = await store.Read(CheckpointName, cancel);
        var blob = await store.Read(LogState.Name, cancel);
        var held = new HeldState(blob is null ? new(0, []) : LogState.Parse(blob.Bytes), blob?.Version);
        var state = held.State;

        var present = stored is null ? null : Trust(stored);
        var size = present?.Checkpoint.Size ?? 0;
        if (present is { IsOurs: true } && size == state.Size)
            return held;
        var leaves = state.Leaves.Where(leaf => leaf.Index >= size).OrderBy(leaf => leaf.Index).ToList();
        if (size + leaves.Count != state.Size)
        {
            return (await store.Read(CheckpointName, cancel))?.Version != stored?.Version
                ? null
                : throw new LogDamagedException($"The log has {size} leaves, its state says {state.Size}, and {leaves.Count} are on their way.");
        }
        return await Sign(stored?.Version, present?.Checkpoint, state.Size, [.. leaves.Select(leaf => leaf.Hash)], cancel) ? held : null;
    }

    /// <summary>Assigns the next indexes, and drops the leaves that are not in <paramref name="leaves"/> from the state.</summary>
    /// <returns>false when another writer was first, or possibly after a lost answer.</returns>
    public async Task<bool> Replace(HeldState held, long size, IReadOnlyList<LogLeaf> leaves, CancellationToken cancel) =>
        await store.Write(LogState.Name, new LogState(size, leaves).ToBytes(), held.Version, cancel) is not null;

    private async Task<bool> Sign(string? version, Checkpoint? present, long size, IReadOnlyList<byte[]> leaves, CancellationToken cancel)
    {
        var before = new TreeReader(ReadTile, present?.Size ?? 0);
        // Never extend tiles that were changed.
        if (present is not null && !(await before.Root(cancel)).AsSpan().SequenceEqual(present.Root))
            throw new LogDamagedException($"The tiles do not lead to the root of the checkpoint of size {present.Size}.");
        var added = new Dictionary<Tile, byte[]>();
        foreach (var (tile, bytes) in await TileBuilder.Add(before, present?.Size ?? 0, leaves, cancel))
        {
            added[tile] = bytes;
            if (await store.Write(tile.Path, bytes, version: null, cancel) is null && !(await ReadTile(tile, cancel)).AsSpan().SequenceEqual(bytes))
                throw new LogDamagedException($"{tile.Path} is there and holds something else.");
        }
        var after = new TreeReader(async (tile, stopping) => added.GetValueOrDefault(tile) ?? await ReadTile(tile, stopping), size);
        var text = new Checkpoint(settings.Origin!, size, await after.Root(cancel)).Text;
        var note = new SignedNote(text, [signer.Value.Sign(text)]);
        return await store.Write(CheckpointName, Encoding.UTF8.GetBytes(note.ToString()), version, cancel) is not null;
    }

    private async Task<byte[]?> ReadTile(Tile tile, CancellationToken cancel) => (await store.Read(tile.Path, cancel))?.Bytes;

    /// <summary>Verifies that this log signed the checkpoint, with the current or the previous key.</summary>
    private Trusted Trust(LogBlob blob)
    {
        try
        {
            var note = SignedNote.Parse(blob.Bytes);
            var checkpoint = Checkpoint.Parse(note.Text);
            if (checkpoint.Origin != settings.Origin)
                throw new LogDamagedException($"The storage holds the log {checkpoint.Origin}, and this one is {settings.Origin}.");
            var isOurs = note.SignedBy(signer.Value.Key) is not null;
            return isOurs || (settings.PreviousKey is { } previous && note.SignedBy(NoteKey.Parse(previous)) is not null)
                ? new(checkpoint, isOurs)
                : throw new LogDamagedException("The checkpoint is signed with neither the present key nor the one before (FluidCloudErasureLog__previousKey).");
        }
        catch (FormatException e)
        {
            throw new LogDamagedException($"The checkpoint is none: {e.Message}");
        }
    }

    private sealed record Trusted(Checkpoint Checkpoint, bool IsOurs);
}

/// <param name="Version">null before the first write.</param>
public sealed record HeldState(LogState State, string? Version);
