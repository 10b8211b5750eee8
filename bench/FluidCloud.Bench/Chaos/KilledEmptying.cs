using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using FluidCloud.Bench.Data;
using FluidCloud.Bench.Hosting;
using FluidCloud.Core;

namespace FluidCloud.Bench.Chaos;

/// <summary>One emptying, and a host that is killed during it. Meanwhile a client takes files back from Trash.</summary>
internal sealed class KilledEmptying(HostPlace place, BenchTenant tenant, BenchApi api, Random random) : IAsyncDisposable
{
    private const int LiveFiles = 40;

    /// <summary>Trashed after the request: the emptying may not touch them.</summary>
    private const int LateFiles = 10;

    /// <summary>Longer than maintenance takes to resume what came to a halt.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(15);

    /// <summary>Longer than a message of a killed host is hidden.</summary>
    private static readonly TimeSpan WorkLimit = TimeSpan.FromSeconds(25);

    private readonly List<string> trashed = [];
    private readonly List<UploadedFile> live = [];
    private readonly List<UploadedFile> late = [];
    private readonly HashSet<string> restored = [];

    /// <summary>Taken back with an answer that was lost: both is right until it is asked again.</summary>
    private readonly HashSet<string> unanswered = [];
    private readonly List<Task> takingBacks = [];
    private HostProcess? host;
    private SpaceId space;
    private long done;
    private int duringWork;

    public Outcome Outcome => new(space, [.. trashed.Except(restored)], [.. restored], live, late);

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        host = null;
    }

    public async Task Prepare(int files, CancellationToken cancel)
    {
        host = await HostProcess.Start(place, cancel);
        space = await api.DefaultSpace(cancel);
        for (var number = 0; number < LiveFiles + LateFiles; number++)
            (number < LiveFiles ? live : late).Add(await Upload($"upload {number}", cancel));
        trashed.AddRange((await tenant.AddFiles(space, files, trashed: true, cancel)).Select(file => file.Id));
        await Until("the scans", async () => (await api.Files(space, cancel)).All(file => file.ScanStatus == "clean"), cancel);
        Report.Line($"{files:N0} files in Trash, {LiveFiles} beside it that stay, and {LateFiles} that go to Trash after the request.");
    }

    public async Task Run(int kills, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var emptying = await api.EmptyTrash(cancel);
        if (emptying.Files != trashed.Count)
            throw new InvalidOperationException($"The emptying has {emptying.Files} files.");
        foreach (var file in late)
            await api.Status(HttpMethod.Delete, $"api/v1/files/{file.Id}", cancel);

        var whileStarting = 0;
        for (var killed = 0; killed < kills; killed++)
        {
            if (killed > 0 && random.Next(6) == 0)
            {
                await Task.Delay(random.Next(0, 3000), cancel);
                whileStarting++;
            }
            else if (!await Live(kills - killed, cancel))
                throw new InvalidOperationException($"The emptying was done after {killed} kills: more files are needed.");
            await host!.Kill();
            await host.DisposeAsync();
            await Task.WhenAll(takingBacks);
            takingBacks.Clear();
            host = HostProcess.Spawn(place);
        }
        Report.Line($"Killed {kills} times, {whileStarting} of them while it started and {duringWork} in a life that had purged files, over {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s; at the last kill {done:N0} files were purged.");

        var lastKill = Stopwatch.GetTimestamp();
        await host!.Ready(cancel);
        await Until("the emptying", async () => await ReadSweep(cancel) is { State: "done" }, cancel);
        foreach (var file in unanswered.ToList())
            await Restore(file, cancel);
        Report.Line($"Done {Stopwatch.GetElapsedTime(lastKill).TotalSeconds:N0} s after the last kill; {restored.Count} files were taken back meanwhile.");
    }

    /// <summary>
    /// Lets the host live for a random while. What a killed host had received is hidden for 20 s (QueuePump), so half of
    /// the lives begin to count when files are purged; and they are cut short when many are, for the kills to come.
    /// </summary>
    /// <returns>false when the emptying is done.</returns>
    private async Task<bool> Live(int killsLeft, CancellationToken cancel)
    {
        await host!.Ready(cancel);
        var before = done;
        var counting = Stopwatch.GetTimestamp();
        var awaitsWork = random.Next(2) == 0;
        var longest = TimeSpan.FromSeconds(0.2 + 2.8 * random.NextDouble());
        var most = done + (long)(2 * random.NextDouble() * (trashed.Count - done) / (killsLeft + 1));
        var takingBack = TakeOneBack(random.Next(0, 500), trashed[random.Next(trashed.Count)], cancel);
        while (Stopwatch.GetElapsedTime(counting) < (awaitsWork ? WorkLimit : longest) && done <= most)
        {
            var sweep = await ReadSweep(cancel);
            done = sweep?.FilesDone ?? done;
            if (sweep is { State: "done" })
                return false;
            if (awaitsWork && done > before)
                (awaitsWork, counting) = (false, Stopwatch.GetTimestamp());
            await Task.Delay(random.Next(0, 50), cancel);
        }
        duringWork += done > before ? 1 : 0;
        // Not awaited before the kill: it may hit this too.
        takingBacks.Add(takingBack);
        return true;
    }

    private async Task TakeOneBack(int delay, string file, CancellationToken cancel)
    {
        await Task.Delay(delay, cancel);
        await Restore(file, cancel);
    }

    private async Task Restore(string file, CancellationToken cancel)
    {
        lock (restored)
            unanswered.Add(file);
        HttpStatusCode status;
        try
        {
            status = await api.Status(HttpMethod.Post, $"api/v1/files/{file}/restore", cancel);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return;
        }
        lock (restored)
        {
            // 409: it is not in Trash, for the call before took it back. 404: the purge was faster.
            if (status is HttpStatusCode.OK or HttpStatusCode.Conflict)
                restored.Add(file);
            if (status is HttpStatusCode.OK or HttpStatusCode.Conflict or HttpStatusCode.NotFound)
                unanswered.Remove(file);
        }
    }

    /// <returns>null while the host is away.</returns>
    private async Task<ApiSweep?> ReadSweep(CancellationToken cancel)
    {
        try
        {
            return (await api.Trash(cancel)).Sweeps.Single();
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null;
        }
    }

    private async Task<UploadedFile> Upload(string name, CancellationToken cancel)
    {
        var bytes = new byte[random.Next(1, 100_000)];
        random.NextBytes(bytes);
        var file = await api.Upload(space, name, bytes, cancel);
        return new(file.Id, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    private static async Task Until(string what, Func<Task<bool>> holds, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await holds())
        {
            if (Stopwatch.GetElapsedTime(started) > EndLimit)
                throw new InvalidOperationException($"Waiting for {what} took more than {EndLimit.TotalMinutes} minutes.");
            await Task.Delay(200, cancel);
        }
    }
}

/// <param name="Sha256">Of the bytes that were sent.</param>
internal sealed record UploadedFile(string Id, long Size, string Sha256);

/// <summary>What is to be found at the end.</summary>
/// <param name="Purged">Of those in Trash.</param>
/// <param name="Restored">Of those in Trash: taken back before they were purged.</param>
/// <param name="Late">In Trash still.</param>
internal sealed record Outcome(
    SpaceId Space, IReadOnlyList<string> Purged, IReadOnlyList<string> Restored, IReadOnlyList<UploadedFile> Live, IReadOnlyList<UploadedFile> Late);
