using FluidCloud.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.ErasureLog;

/// <summary>Verifies all tiles: every hash above the leaves is the root of the tile below it, and the tiles lead to the checkpoint's root.</summary>
public sealed partial class CheckTiles(ReadLog log, Metrics metrics, ILogger<CheckTiles> logger)
{
    private const int ParallelReads = 8;

    /// <returns>The first problem found; null for none.</returns>
    public async Task<string?> Run(CancellationToken cancel)
    {
        string? problem;
        try
        {
            problem = await Find(cancel);
        }
        catch (LogDamagedException e)
        {
            problem = e.Message;
        }
        metrics.TilesChecked(holds: problem is null);
        if (problem is not null)
            LogDamaged(logger, problem);
        return problem;
    }

    private async Task<string?> Find(CancellationToken cancel)
    {
        if (await log.Checkpoint(cancel) is not { } bytes)
            return null;
        var checkpoint = Checkpoint.Parse(SignedNote.Parse(bytes).Text);
        if (!(await log.Tree(checkpoint.Size).Root(cancel)).AsSpan().SequenceEqual(checkpoint.Root))
            return $"The tiles do not lead to the root of the checkpoint of size {checkpoint.Size}.";
        for (var level = 1; checkpoint.Size >> (Tile.Height * level) > 0; level++)
        {
            var above = (checkpoint.Size >> (Tile.Height * level)) - 1;
            for (var first = 0L; first <= above; first += Tile.FullWidth)
            {
                var tile = first / Tile.FullWidth;
                var hashes = await log.Tree(checkpoint.Size).Hashes(level, tile, cancel);
                var wrong = new bool[hashes.Length];
                await Parallel.ForAsync(0, hashes.Length, new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancel }, async (at, stop) =>
                    wrong[at] = !TreeHash.Root(await log.Tree(checkpoint.Size).Hashes(level - 1, first + at, stop)).AsSpan().SequenceEqual(hashes[at]));
                if (Array.IndexOf(wrong, true) is >= 0 and var found)
                    return $"{new Tile(level - 1, first + found, Tile.FullWidth).Path} does not hash to what {new Tile(level, tile, hashes.Length).Path} has of it.";
            }
        }
        return null;
    }

    [LoggerMessage(4013, LogLevel.Critical, "The erasure log is damaged: {Problem}")]
    private static partial void LogDamaged(ILogger log, string problem);
}
