using System.CommandLine;
using System.Globalization;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using FluidCloud.Adapters.Azure;
using FluidCloud.Adapters.Pictures;
using FluidCloud.Adapters.Scanners;
using FluidCloud.Adapters.Sqlite;
using FluidCloud.Core;
using FluidCloud.Core.Recovery;
using FluidCloud.Functions.Settings;
using FluidCloud.Local.Azurite;
using FluidCloud.Local.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Cli.Admin;

/// <summary>
/// <c>./run admin replay-erasures</c> and <c>erase-unknown</c>: what to do after a restore of the metadata (docs/deploy.md).
/// Both need the bytes too: those of <c>--storage</c>, or of the data folder, whose host must be stopped.
/// </summary>
internal static class AdminRecovery
{
    public static Command BuildReplay(Func<ParseResult, MetadataPlace> metadata)
    {
        var since = new Option<string?>("--since")
        {
            Description = "The moment of the backup, or an earlier one: 2026-11-01T09:30:00Z (UTC). Default: the last mark in the metadata.",
        };
        var command = new Command("replay-erasures", "Applies to restored metadata what was erased and revoked since, and audits every tenant.") { since };
        command.SetAction((arguments, cancel) => Run(arguments, metadata, async services =>
        {
            var from = arguments.GetValue(since) is { } text ? AdminCommand.ParseTime("--since", text) : (DateTimeOffset?)null;
            return await Report(arguments, await services.GetRequiredService<ReplayErasures>().Run(from, cancel));
        }, cancel));
        return command;
    }

    public static Command BuildEraseUnknown(Func<ParseResult, MetadataPlace> metadata)
    {
        var command = new Command("erase-unknown", "Lets the next audits erase the blobs whose records a restore has lost.");
        command.SetAction((arguments, cancel) => Run(arguments, metadata, async services =>
        {
            var ended = await services.GetRequiredService<ReplayErasures>().EraseUnknown(cancel);
            await arguments.Remarks().WriteLineAsync(ended ? "The audit of each tenant erases them tonight." : "There are none to erase.");
            return 0;
        }, cancel));
        return command;
    }

    /// <returns>The exit code: 1 when something is left for a person.</returns>
    private static async Task<int> Report(ParseResult arguments, ReplayReport report)
    {
        var remarks = arguments.Remarks();
        await remarks.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            Replayed since {report.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: {report.Erased} files erased again, {report.Receipts} receipts put back,
            {report.Revoked} keys and links revoked again.
            """));
        foreach (var file in report.NotErased)
            await remarks.WriteLineAsync($"File {file}: its bytes could not be erased yet; the application goes on when it runs.");
        foreach (var tenant in report.ErasedTenants)
            await remarks.WriteLineAsync($"Tenant {tenant} was erased: if it exists again, the application erases it again when it runs.");
        foreach (var (tenant, found) in report.Findings)
        {
            foreach (var file in found.UnknownFiles)
                await arguments.Output().WriteLineAsync($"{tenant}/{file}"); // The names of the blobs, for a script.
            if (found.UnknownFiles.Length > 0)
                await remarks.WriteLineAsync($"Tenant {tenant}: {found.UnknownFiles.Length} blobs without a record are kept; erase-unknown lets them go.");
            if (found.RecordsWithoutBytes > 0)
                await remarks.WriteLineAsync($"Tenant {tenant}: {found.RecordsWithoutBytes} files have no bytes: erased within the last minute before the loss, and not in the journal.");
            if (found.FalseReceipts > 0)
                await remarks.WriteLineAsync($"Tenant {tenant}: {found.FalseReceipts} receipts are not what the erasure log has.");
            if (found.Drift is > 0 and var drift)
                await remarks.WriteLineAsync($"Tenant {tenant}: its counters differ from its records by {drift}.");
        }
        var isClean = report.NotErased.Count == 0
            && report.Findings.Values.All(found => found is { RecordsWithoutBytes: 0, FalseReceipts: 0, Drift: null or 0, UnknownFiles.Length: 0 });
        await remarks.WriteLineAsync(isClean
            ? $"The audit of {report.Findings.Count} tenants found nothing. The application may start."
            : "The application may start. What is named above is for a person to decide.");
        return isClean ? 0 : 1;
    }

    private static async Task<int> Run(
        ParseResult arguments, Func<ParseResult, MetadataPlace> metadata, Func<IServiceProvider, Task<int>> action, CancellationToken cancel)
    {
        var (data, place, storage) = (arguments.Data(), metadata(arguments), arguments.Storage());
        await AzuriteProcess.WaitForPredecessor(data.Azurite, cancel);
        await using var azurite = storage is null ? await AzuriteProcess.Start(data.Azurite, cancel) : null;
        var services = place.AddTo(new ServiceCollection())
            .AddLogging(logging => logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Error))
            .AddSettings(new ConfigurationBuilder().Build(), SettingsSections.Features)
            .AddSingleton(await LogKey.Of(data, cancel))
            .AddFluidCloud().AddScanner().AddPictures();
        AddStorage(services, storage ?? azurite!.Endpoint.ConnectionString());
        await using var provider = services.BuildServiceProvider();
        _ = provider.GetService<SqliteHostLock>(); // Throws when a host has the file.
        await place.Prepare(provider, cancel);
        try
        {
            return await action(provider);
        }
        catch (FluidCloudException e)
        {
            await arguments.Remarks().WriteLineAsync(e.Message);
            return 1;
        }
    }

    /// <param name="storage">A connection string; or the URL of the account's blobs, opened by the user's own identity (az login).</param>
    private static void AddStorage(IServiceCollection services, string storage)
    {
        if (Uri.TryCreate(storage, UriKind.Absolute, out var blobs) && blobs.Scheme == Uri.UriSchemeHttps)
        {
            var queues = new UriBuilder(blobs) { Host = blobs.Host.Replace(".blob.", ".queue.", StringComparison.Ordinal) }.Uri;
            services.AddSingleton(new BlobServiceClient(blobs, new DefaultAzureCredential(), StorageClients.ForBlobs()))
                .AddSingleton(new QueueServiceClient(queues, new DefaultAzureCredential(), StorageClients.ForQueues()));
        }
        else
        {
            services.AddSingleton(new BlobServiceClient(storage, StorageClients.ForBlobs()))
                .AddSingleton(new QueueServiceClient(storage, StorageClients.ForQueues()));
        }
        services.AddStorageAdapters();
    }
}
