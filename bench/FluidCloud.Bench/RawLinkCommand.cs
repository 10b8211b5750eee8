using System.CommandLine;
using System.Diagnostics;
using Azure.Storage.Blobs;
using FluidCloud.Bench.Data;
using FluidCloud.Bench.Hosting;

namespace FluidCloud.Bench;

/// <summary>Downloads one large file through a raw link, beside reading its blob straight from storage.</summary>
internal static class RawLinkCommand
{
    private const int Rounds = 2;
    private const long WarmUpSize = 50_000_000;

    public static Command Build()
    {
        var gigabytes = new Option<double>("--gigabytes") { Description = "The size of the file, in 10^9 bytes. Above 0.067 the link redirects to storage.", DefaultValueFactory = _ => 0.067 };
        var command = new Command("rawlink", "The first byte, the rate and the memory of a long download through a raw link.") { gigabytes };
        command.SetAction((arguments, cancel) => Run((long)(arguments.GetValue(gigabytes) * 1e9), cancel));
        return command;
    }

    private static async Task Run(long size, CancellationToken cancel)
    {
        using var place = HostPlace.New();
        await using var tenant = await BenchTenant.Create(place, cancel);
        using var api = new BenchApi(place.BaseAddress, tenant.Key);
        await using var host = await HostProcess.Start(place, cancel);
        var space = await api.DefaultSpace(cancel);
        var started = Stopwatch.GetTimestamp();
        var small = await tenant.AddLargeFile(space, WarmUpSize, cancel);
        var large = await tenant.AddLargeFile(space, size, cancel);
        Report.Line($"A file of {Report.Megabytes(size)}, Azurite {Report.Azurite} (made ready in {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s)");

        // The code is loaded and the connections are open, as in a host that serves.
        var warmUp = await api.Share(small.Id, cancel);
        for (var round = 0; round < 3; round++)
            await Download(api, warmUp, WarmUpSize, cancel);
        var link = await api.Share(large.Id, cancel);
        var before = host.Resources();
        for (var round = 1; round <= Rounds; round++)
        {
            var floor = await ReadStraight(tenant.Blobs.GetBlobClient(large.Blob.ToString()), size, cancel);
            var download = await Download(api, link, size, cancel);
            var after = host.Resources();
            Report.Line($"Download {round}");
            Report.Figure("first byte", $"{download.FirstByte.TotalMilliseconds:N0} ms");
            Report.Figure("rate", $"{Report.Megabytes((long)(size / download.Total.TotalSeconds))}/s in {download.Total.TotalSeconds:N1} s");
            Report.Figure("straight from storage", $"{Report.Megabytes((long)(size / floor.TotalSeconds))}/s");
            Report.Figure("ratio to straight", $"{floor / download.Total:N2}");
            Report.Figure("peak working set", $"{Report.Megabytes(after.PeakWorkingSet)} of the host: {Report.Megabytes(after.PeakWorkingSet - before.WorkingSet)} more than before (aim: less than 50 MB)");
        }
    }

    private static async Task<TimeSpan> ReadStraight(BlobClient blob, long size, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        await using var bytes = (await blob.DownloadStreamingAsync(cancellationToken: cancel)).Value.Content;
        await Drain(bytes, size, cancel);
        return Stopwatch.GetElapsedTime(started);
    }

    private static async Task<(TimeSpan FirstByte, TimeSpan Total)> Download(BenchApi api, string path, long size, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await api.Stream(path, cancel);
        await using var body = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancel);
        var first = await Drain(body, size, cancel);
        return (Stopwatch.GetElapsedTime(started, first), Stopwatch.GetElapsedTime(started));
    }

    /// <returns>When the first byte was there.</returns>
    private static async Task<long> Drain(Stream bytes, long size, CancellationToken cancel)
    {
        var buffer = new byte[256 * 1024];
        var (total, first) = (0L, 0L);
        for (int read; (read = await bytes.ReadAsync(buffer, cancel)) > 0; total += read)
            first = first == 0 ? Stopwatch.GetTimestamp() : first;
        return total == size ? first : throw new InvalidOperationException($"{total} of {size} bytes came.");
    }
}
