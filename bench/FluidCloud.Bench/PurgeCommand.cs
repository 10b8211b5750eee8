using System.CommandLine;
using System.Diagnostics;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FluidCloud.Bench.Data;
using FluidCloud.Bench.Hosting;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Local.Hosting;

namespace FluidCloud.Bench;

/// <summary>How fast a Trash is emptied, beside deleting as many blobs and nothing else.</summary>
internal static class PurgeCommand
{
    /// <summary>What a batch of the sweep erases in parallel (FinishPurge).</summary>
    private const int ErasuresPerMessage = 16;

    public static Command Build()
    {
        var files = new Option<int[]>("--files")
        {
            Description = "How many files to purge: one or more sizes.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [1000, 5000],
        };
        var command = new Command("purge", "Files purged per second beside raw blob deletes, and what a purged file costs.") { files };
        command.SetAction(async (arguments, cancel) =>
        {
            var queues = QueueSettings.Read(Path.Combine(AppContext.BaseDirectory, "host.json"));
            var parallelism = (queues.BatchSize + queues.NewBatchThreshold) * ErasuresPerMessage;
            Report.Line($"Azurite: {Report.Azurite}. Blobs of {BenchTenant.FileSize} bytes.");
            Report.Line($"Raw deletes with the parallelism of the sweep: {parallelism} ({queues.BatchSize + queues.NewBatchThreshold} messages x {ErasuresPerMessage} erasures).");
            Report.Line("Half of them before the sweep and half after it, so that it meets the same load and as many other blobs.");
            foreach (var count in arguments.GetRequiredValue(files))
                await Measure(count, parallelism, cancel);
        });
        return command;
    }

    private static async Task Measure(int count, int parallelism, CancellationToken cancel)
    {
        using var place = HostPlace.New();
        await using var host = await HostProcess.Start(place, cancel);
        await using var tenant = await BenchTenant.Create(place, cancel);
        using var api = new BenchApi(place.BaseAddress, tenant.Key);

        var started = Stopwatch.GetTimestamp();
        string[] raw = [.. Enumerable.Range(0, count).Select(number => $"raw/{Guid.NewGuid()}")];
        await tenant.AddBlobs(raw, cancel);
        await tenant.AddFiles(await api.DefaultSpace(cancel), count, trashed: true, cancel);
        Report.Line();
        Report.Line($"{count:N0} files (made ready in {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s)");

        var before = await DeleteRaw(place, tenant.Blobs, raw[..(count / 2)], parallelism, cancel);
        var sweep = await Sweep(place, host, api, cancel);
        var after = await DeleteRaw(place, tenant.Blobs, raw[(count / 2)..], parallelism, cancel);

        var floor = count / (before.Total + after.Total).TotalSeconds;
        var rate = count / sweep.Total.TotalSeconds;
        Report.Figure("raw deletes", $"{floor:N0} blobs/s ({raw.Length / 2 / before.Total.TotalSeconds:N0} before the sweep, {(raw.Length - raw.Length / 2) / after.Total.TotalSeconds:N0} after it)");
        Report.Figure("sweep, end to end", $"{rate:N0} files/s ({sweep.Total.TotalSeconds:N2} s; the first erasure after {sweep.FirstErasure.TotalSeconds:N2} s)");
        Report.Figure("ratio to raw", $"{rate / floor:N2} (aim: 0.80 or more)");
        Report.Figure("ratio once it erases", $"{count / (sweep.Total - sweep.FirstErasure).TotalSeconds / floor:N2} (without the wait for the planner and for the first batches)");
        Report.Figure("metadata commits", $"{sweep.Calls(nameof(IMetadataStore.Commit)) / (double)count:N4} per file (aim: 0.1 or less)");
        Report.Figure("blob calls", $"{sweep.Calls(nameof(IBlobStore.Erase)) / (double)count:N4} per file (aim: 1)");
        foreach (var (call, figures) in sweep.Ports.OrderByDescending(port => port.Value.Seconds))
            Report.Figure($"  {call}", $"{figures.Calls:N0} calls, {figures.Seconds / figures.Calls * 1000:N2} ms each, {figures.Seconds / sweep.Total.TotalSeconds:N1} at a time");
        Report.Figure("processor, sweep", $"host {sweep.HostCpu.TotalMilliseconds / count:N2} ms per file, Azurite {sweep.AzuriteCpu.TotalMilliseconds / count:N2}");
        Report.Figure("processor, raw", $"client {(before.ClientCpu + after.ClientCpu).TotalMilliseconds / count:N2} ms per blob, Azurite {(before.AzuriteCpu + after.AzuriteCpu).TotalMilliseconds / count:N2}");
        Report.Figure("peak working set", $"{Report.Megabytes(sweep.PeakWorkingSet)} of the host, {Report.Megabytes(sweep.WorkingSetBefore)} before the sweep");
    }

    private static async Task<RawFigures> DeleteRaw(
        HostPlace place, BlobContainerClient container, string[] names, int parallelism, CancellationToken cancel)
    {
        using var self = Process.GetCurrentProcess();
        var (selfBefore, azuriteBefore) = (ProcessFigures.Of(self), await ProcessFigures.OfAzurite(place, cancel));
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancel },
            async (name, stop) => await container.GetBlobClient(name).DeleteAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: stop));
        var total = Stopwatch.GetElapsedTime(started);
        return new(total, ProcessFigures.Of(self).Cpu - selfBefore.Cpu, (await ProcessFigures.OfAzurite(place, cancel)).Cpu - azuriteBefore.Cpu);
    }

    private static async Task<SweepFigures> Sweep(HostPlace place, HostProcess host, BenchApi api, CancellationToken cancel)
    {
        var callsBefore = await host.Figures(cancel);
        var hostBefore = host.Resources();
        var azuriteBefore = await ProcessFigures.OfAzurite(place, cancel);
        var started = Stopwatch.GetTimestamp();
        await api.EmptyTrash(cancel);
        // Erasures are counted when they are over; the first of them takes milliseconds.
        while ((await host.Figures(cancel)).GetValueOrDefault(nameof(IBlobStore.Erase)) is null)
            await Task.Delay(20, cancel);
        var firstErasure = Stopwatch.GetElapsedTime(started);
        while (true)
        {
            var sweep = (await api.Trash(cancel)).Sweeps.Single();
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (sweep.State == "done")
            {
                if (sweep.FilesDone != sweep.FilesTotal)
                    throw new InvalidOperationException($"The sweep purged {sweep.FilesDone} of {sweep.FilesTotal} files.");
                var (resources, azurite) = (host.Resources(), await ProcessFigures.OfAzurite(place, cancel));
                var ports = (await host.Figures(cancel)).ToDictionary(port => port.Key, port => port.Value.Since(callsBefore.GetValueOrDefault(port.Key)));
                return new(elapsed, firstErasure, ports,
                    resources.Cpu - hostBefore.Cpu, azurite.Cpu - azuriteBefore.Cpu, hostBefore.WorkingSet, resources.PeakWorkingSet);
            }
            await Task.Delay(50, cancel);
        }
    }

    private sealed record RawFigures(TimeSpan Total, TimeSpan ClientCpu, TimeSpan AzuriteCpu);

    /// <param name="FirstErasure">From the request to the end of the first.</param>
    private sealed record SweepFigures(
        TimeSpan Total, TimeSpan FirstErasure, IReadOnlyDictionary<string, CallFigures> Ports,
        TimeSpan HostCpu, TimeSpan AzuriteCpu, long WorkingSetBefore, long PeakWorkingSet)
    {
        public long Calls(string call) => Ports.GetValueOrDefault(call)?.Calls ?? 0;
    }
}
