using System.CommandLine;
using System.Text.Json;
using FluidCloud.Core.Access;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Local.Azurite;
using FluidCloud.Local.Hosting;
using Microsoft.Extensions.Hosting;

namespace FluidCloud.Bench.Hosting;

/// <summary>
/// The local host as a benchmark starts it: what <c>./run</c> starts, on ports and data of the benchmark's, with its ports
/// counted. It stops when its standard input ends; a line there asks for the figures.
/// </summary>
internal static class HostCommand
{
    public const string Name = "host";
    public const string Ready = "bench: ready";
    public const string Figures = "bench: figures ";

    public static Command Build()
    {
        var directory = new Argument<string>("directory");
        var port = new Argument<int>("port");
        var blobPort = new Argument<int>("blob-port");
        var queuePort = new Argument<int>("queue-port");
        var command = new Command(Name) { directory, port, blobPort, queuePort };
        command.Hidden = true;
        command.SetAction((arguments, cancel) => Run(new(
            arguments.GetRequiredValue(directory), arguments.GetValue(port), new(arguments.GetValue(blobPort), arguments.GetValue(queuePort))), cancel));
        return command;
    }

    public static IEnumerable<string> Arguments(HostPlace place) =>
        [Name, place.Directory, $"{place.Port}", $"{place.Azurite.BlobPort}", $"{place.Azurite.QueuePort}"];

    private static async Task<int> Run(HostPlace place, CancellationToken cancel)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var counter = new CallCounter();
        var input = Task.Factory.StartNew(
            () => FollowInput(counter, stopping), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await AzuriteProcess.WaitForPredecessor(place.AzuriteData, stopping.Token);
            await using var azurite = await AzuriteProcess.Start(place.Azurite, place.AzuriteData, stopping.Token);
            var settings = new LocalHostSettings(place.Port, new MetadataPlace.SqliteFile(place.MetadataFile), place.Azurite.ConnectionString())
            {
                Shares = new() { BaseUrl = place.BaseAddress, SigningKeys = [Convert.ToBase64String(new byte[32])] },
                ErasureLog = new() { Origin = "bench.invalid/erasure-log", SigningKey = Convert.ToBase64String(new byte[32]) },
                RateLimits = RateLimits.Unlimited,
            };
            await using var app = await LocalHost.Start(settings, builder =>
            {
                counter.StandBefore<IMetadataStore>(builder.Services);
                counter.StandBefore<IBlobStore>(builder.Services);
                counter.StandBefore<IJobQueue>(builder.Services);
            }, stopping.Token);
            Console.WriteLine(Ready);
            await app.WaitForShutdownAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped while it started.
        }
        await input;
        return 0;
    }

    private static void FollowInput(CallCounter counter, CancellationTokenSource stopping)
    {
        while (Console.ReadLine() is not null)
            Console.WriteLine(Figures + JsonSerializer.Serialize(counter.Figures));
        stopping.Cancel();
    }
}
