using System.CommandLine;
using System.Diagnostics;
using FluidCloud.Bench.Data;
using FluidCloud.Bench.Hosting;
using FluidCloud.Core;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Bench;

/// <summary>Lists one large folder over HTTP, beside reading the same records straight from the metadata store.</summary>
internal static class ListingCommand
{
    private const int Rounds = 3;

    public static Command Build()
    {
        var files = new Option<int>("--files") { Description = "How many files the listing has.", DefaultValueFactory = _ => 100_000 };
        var command = new Command("listing", "The first byte, the rate and the memory of a long listing over HTTP.") { files };
        command.SetAction((arguments, cancel) => Run(arguments.GetValue(files), cancel));
        return command;
    }

    private static async Task Run(int count, CancellationToken cancel)
    {
        using var place = HostPlace.New();
        SpaceId space;
        await using var tenant = await BenchTenant.Create(place, cancel);
        using var api = new BenchApi(place.BaseAddress, tenant.Key);
        var started = Stopwatch.GetTimestamp();
        await using var host = await HostProcess.Start(place, cancel);
        space = await api.DefaultSpace(cancel);
        await tenant.AddRecords(space, count, cancel);
        Report.Line($"{count:N0} files in one root (made ready in {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s)");

        // The code is loaded and the connections are open, as in a host that serves.
        for (var warmUp = 0; warmUp < 20; warmUp++)
            await api.Quota(cancel);
        var before = host.Resources();
        for (var round = 1; round <= Rounds; round++)
        {
            var floor = await ReadStraight(tenant, space, count, cancel);
            var listing = await List(api, space, count, cancel);
            Report.Line($"Listing {round}");
            Report.Figure("first byte", $"{listing.FirstByte.TotalMilliseconds:N0} ms (aim: under 200 ms)");
            Report.Figure("rate", $"{count / listing.Total.TotalSeconds:N0} files/s, {Report.Megabytes(listing.Bytes)} in {listing.Total.TotalSeconds:N2} s");
            Report.Figure("straight from store", $"{count / floor.TotalSeconds:N0} files/s");
            Report.Figure("ratio to straight", $"{floor / listing.Total:N2}");
            var after = host.Resources();
            Report.Figure("peak working set", $"{Report.Megabytes(after.PeakWorkingSet)} of the host: {Report.Megabytes(after.PeakWorkingSet - before.WorkingSet)} more than before (aim: less than 100 MB)");
        }
    }

    private static async Task<TimeSpan> ReadStraight(BenchTenant tenant, SpaceId space, int count, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var query = new FilesOfListing(ListingKey.Of(space, folder: null), FileFilter.None, FileOrder.ByName, Limit: 500);
        var read = await tenant.Metadata.QueryEvery(Partitions.Of(tenant.Id), query, cancel).CountAsync(cancel);
        return read == count ? Stopwatch.GetElapsedTime(started) : throw new InvalidOperationException($"The store has {read} files.");
    }

    private static async Task<(TimeSpan FirstByte, TimeSpan Total, long Bytes)> List(BenchApi api, SpaceId space, int count, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        using var answer = await api.Stream(BenchApi.Listing(space), cancel);
        await using var body = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancel);
        var buffer = new byte[64 * 1024];
        TimeSpan? first = null;
        var (bytes, objects) = (0L, 0);
        for (int read; (read = await body.ReadAsync(buffer, cancel)) > 0; bytes += read)
        {
            first ??= Stopwatch.GetElapsedTime(started);
            objects += buffer.AsSpan(0, read).Count((byte)'{');
        }
        if (objects != count)
            throw new InvalidOperationException($"The listing has {objects} files.");
        return (first ?? default, Stopwatch.GetElapsedTime(started), bytes);
    }
}
