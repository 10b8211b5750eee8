namespace FluidCloud.Core.ErasureLog;

/// <summary>Proves, from a checkpoint that was noted before, that a log has only grown since.</summary>
/// <param name="fetch">Fetches a path below the log's URL; null when it does not exist.</param>
public sealed class WatchLog(LogPolicy policy, Func<string, CancellationToken, Task<byte[]?>> fetch)
{
    /// <param name="noted">The checkpoint of the last run; null at the first run, which only proves that the log is trusted.</param>
    /// <returns>The current checkpoint, to be saved.</returns>
    /// <exception cref="VerdictException">The log has shrunk or forked, or its tiles do not match its checkpoint.</exception>
    public async Task<TrustedCheckpoint> Run(SignedNote? noted, CancellationToken cancel)
    {
        var before = noted is null ? null : CheckNote.Run(noted, policy).Checkpoint;
        var bytes = await fetch("checkpoint", cancel) ?? throw new VerdictException(Verdict.Unreadable, "The log has no checkpoint.");
        var trusted = CheckNote.Run(VerdictException.Reading("The checkpoint", SignedNote.Parse, bytes), policy);
        var present = trusted.Checkpoint;
        try
        {
            var tree = new TreeReader((tile, stop) => fetch(tile.Path, stop), present.Size);
            if (!(await tree.Root(cancel)).AsSpan().SequenceEqual(present.Root))
                throw new VerdictException(Verdict.False, "The tiles do not lead to the root of the checkpoint.");
            if (before is not null)
                await Compare(before, present, tree, cancel);
        }
        catch (LogDamagedException e)
        {
            throw new VerdictException(Verdict.False, e.Message);
        }
        return trusted;
    }

    private static async Task Compare(Checkpoint before, Checkpoint present, TreeReader tree, CancellationToken cancel)
    {
        if (before.Origin != present.Origin)
            throw new VerdictException(Verdict.NotTrusted, $"The noted checkpoint is of the log {before.Origin}, and this is {present.Origin}.");
        if (before.Size > present.Size)
            throw new VerdictException(Verdict.False, $"The log has shrunk: it had {before.Size} leaves and has {present.Size}.");
        if (!TreeHash.Extends(before.Root, before.Size, present.Root, present.Size, await tree.Consistency(before.Size, cancel)))
            throw new VerdictException(Verdict.False, $"The log has forked: its first {before.Size} leaves are not those that were noted.");
    }
}
