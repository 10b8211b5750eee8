using System.Diagnostics;
using FluidCloud.Local.Hosting;

namespace FluidCloud.Cli.Demo;

/// <summary>Moves all files to Trash, restores a few, and empties Trash.</summary>
internal sealed class DemoTrash(ApiClient api, DemoChecks checks)
{
    private const int Few = 5;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a stopped host may take to restart.</summary>
    private static readonly TimeSpan AwayLimit = TimeSpan.FromMinutes(5);

    /// <summary>Longer than maintenance needs to resume a stalled sweep.</summary>
    private static readonly TimeSpan SweepPatience = TimeSpan.FromMinutes(15);

    /// <summary>A working download URL of a file that will be purged.</summary>
    /// <returns>null when no file can be downloaded.</returns>
    public async Task<Uri?> SampleUrl(IReadOnlyList<DemoFile> uploaded, CancellationToken cancel)
    {
        var sample = uploaded.Except(Chosen(uploaded)).FirstOrDefault(file => file.IsClean);
        if (sample is null)
            return null;
        var url = await api.DownloadUrl(sample.Id, cancel);
        var fetched = await api.Fetch(url, cancel);
        checks.Report(fetched.Sha256 == sample.Sha256, $"download: {sample.Path} answers {(int)fetched.Status} with its SHA-256");
        return url;
    }

    public async Task TrashAll(IReadOnlyList<DemoFile> uploaded, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        await DemoConsole.Follow("Trashing", uploaded.Count, async progress =>
        {
            await DemoUpload.Each(uploaded, async (file, stop) =>
            {
                await api.Trash(file.Id, stop);
                progress.Advance();
            }, cancel);
            return true;
        });
        DemoConsole.Figures("Trashed", uploaded.Count, uploaded.Sum(file => file.Size), started);
    }

    public async Task<IReadOnlyList<DemoFile>> RestoreFew(IReadOnlyList<DemoFile> uploaded, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var chosen = Chosen(uploaded);
        foreach (var file in chosen)
            await api.Restore(file.Id, cancel);
        DemoConsole.Figures("Restored", chosen.Count, chosen.Sum(file => file.Size), started);
        return chosen;
    }

    public async Task Empty(DemoExpectation expected, CancellationToken cancel)
    {
        var emptying = await api.EmptyTrash(expected.SweptSpace, cancel);
        checks.Report((emptying.Files, emptying.Bytes) == (expected.Purged.Count, expected.PurgedBytes),
            $"emptying: {emptying.Files:N0} files, {emptying.Bytes:N0} bytes were in Trash");
        await Follow(expected, before: null, cancel);
    }

    /// <summary>Waits for the end of a sweep that was started before.</summary>
    public async Task AwaitEmpty(DemoExpectation expected, CancellationToken cancel) =>
        await Follow(expected, await ReadSweep(expected, cancel), cancel);

    /// <summary>Follows the sweep to its end, even while the host is stopped: the sweep continues when the host restarts.</summary>
    /// <param name="before">The progress so far; null when the sweep has just started.</param>
    private async Task Follow(DemoExpectation expected, ApiSweep? before, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var sweep = await DemoConsole.Follow("Emptying", expected.Purged.Count, async progress =>
        {
            var (done, changedAt) = (-1L, started);
            while (true)
            {
                var sweep = await ReadSweep(expected, cancel);
                if (sweep is not { State: "running" })
                    return sweep;
                if (sweep.FilesDone != done)
                    (done, changedAt) = (sweep.FilesDone, Stopwatch.GetTimestamp());
                if (Stopwatch.GetElapsedTime(changedAt) > SweepPatience)
                    return sweep;
                progress.Show(done);
                await Task.Delay(PollInterval, cancel);
            }
        });
        if (sweep is not null)
            DemoConsole.Figures("Emptied", sweep.FilesDone - (before?.FilesDone ?? 0), sweep.BytesDone - (before?.BytesDone ?? 0), started);
        checks.Report(
            sweep is { State: "done", FilesFailed: 0 } && (sweep.FilesDone, sweep.BytesDone) == (expected.Purged.Count, expected.PurgedBytes),
            sweep is null
                ? "sweep: none was started"
                : $"sweep: {sweep.State}, {sweep.FilesDone:N0} of {expected.Purged.Count:N0} files purged, {sweep.FilesFailed:N0} failed");
    }

    /// <summary>Chooses evenly spread files, and never all.</summary>
    private static IReadOnlyList<DemoFile> Chosen(IReadOnlyList<DemoFile> uploaded)
    {
        var clean = uploaded.Where(file => file.IsClean).ToList();
        var count = Math.Min(Few, clean.Count / 2);
        return [.. Enumerable.Range(0, count).Select(index => clean[(2 * index + 1) * clean.Count / (2 * count)])];
    }

    /// <returns>The latest sweep of the demo's scope; null when there was none.</returns>
    private async Task<ApiSweep?> ReadSweep(DemoExpectation expected, CancellationToken cancel)
    {
        for (long? awaySince = null; ;)
        {
            try
            {
                var trash = await api.ReadTrash(expected.SweptSpace, cancel);
                if (awaySince is not null)
                    DemoConsole.Line($"FluidCloud is back after {Stopwatch.GetElapsedTime(awaySince.Value).TotalSeconds:N1} s.");
                return trash.Sweeps.FirstOrDefault(sweep => sweep.SpaceId == expected.SweptSpace);
            }
            catch (HttpRequestException e)
            {
                if (awaySince is null)
                    DemoConsole.Line("FluidCloud is away; waiting until it is started again (./run).");
                awaySince ??= Stopwatch.GetTimestamp();
                if (Stopwatch.GetElapsedTime(awaySince.Value) > AwayLimit)
                    throw new LocalHostException("FluidCloud did not come back. Start it with ./run; './run demo --check' then proves the rest.", e);
                await Task.Delay(PollInterval, cancel);
            }
        }
    }
}
