using System.Diagnostics;
using System.Globalization;
using System.Net;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using FluidCloud.Adapters.Azure;
using FluidCloud.Adapters.ClamAv;
using FluidCloud.Adapters.Pictures;
using FluidCloud.Adapters.Scanners;
using FluidCloud.Adapters.Sqlite;
using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Shares;
using FluidCloud.Functions.Http.Pipeline;
using FluidCloud.Functions.Settings;
using FluidCloud.Functions.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Local.Hosting;

/// <param name="Port">0 takes any free one.</param>
/// <param name="StorageConnection">A storage connection string, such as Azurite's.</param>
public sealed record LocalHostSettings(int Port, MetadataPlace Metadata, string StorageConnection)
{
    /// <summary>false when a test runs maintenance itself.</summary>
    public bool RunTimers { get; init; } = true;

    /// <summary>The base URL of raw links, and the keys that sign them.</summary>
    public required ShareSettings Shares { get; init; }

    /// <summary>The origin and the key of the erasure log.</summary>
    public required ErasureLogSettings ErasureLog { get; init; }

    /// <summary>null for those of the configuration.</summary>
    public RateLimits? RateLimits { get; init; }

    /// <summary>null for those of the configuration.</summary>
    public ClamAvSettings? ClamAv { get; init; }
}

/// <summary>The functions of FluidCloud.Functions in one process: HTTP endpoints, queue pumps and timers.</summary>
public static class LocalHost
{
    /// <param name="customise">Replaces services, such as the clock.</param>
    public static async Task<WebApplication> Start(
        LocalHostSettings settings, Action<WebApplicationBuilder>? customise, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, settings.Port);
            // The worker's limit.
            kestrel.Limits.MaxRequestBodySize = 30_000_000;
        });
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // Lowest priority. Pages that this host serves may send bytes to storage, which is another origin for them.
        if (settings.Port != 0)
            builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = [new("FluidCloudCors:origins", OwnOrigins(settings.Port))] });
        if (settings.RateLimits is { } rateLimits)
            builder.Services.AddSingleton(rateLimits);
        builder.Services.AddSingleton(settings.Shares).AddSingleton(settings.ErasureLog);
        if (settings.ClamAv is { } clamAv)
            builder.Services.AddSingleton(clamAv).AddSingleton(new ScannerSettings { Kind = ScannerKind.ClamAv });
        builder.Services.AddSettings(builder.Configuration, SettingsSections.Features).AddFluidCloud().AddScanner().AddPictures().AddApi();
        AddStores(builder.Services, settings);
        AddTriggers(builder.Services, settings);
        customise?.Invoke(builder);
        builder.Services.AddTelemetryExport(builder.Configuration);

        var app = builder.Build();
        app.Services.RequireScanner(isDevelopment: true);
        app.MapFunctions();
        ActivatorUtilities.CreateInstance<ServerRefusals>(app.Services).Watch(app.Services.GetRequiredService<DiagnosticListener>());
        _ = app.Services.GetService<SqliteHostLock>(); // Throws when another host has the file.
        await settings.Metadata.Prepare(app.Services, cancel);
        await app.Services.GetRequiredService<AzureBlobStore>().CreateContainer(cancel);
        await app.Services.GetRequiredService<AzurePartStore>().CreateContainer(cancel);
        await app.Services.GetRequiredService<AzurePreviewStore>().CreateContainer(cancel);
        await app.Services.GetRequiredService<AzureErasureLogStore>().CreateContainer(cancel);
        await app.Services.GetRequiredService<AzureJournalStore>().CreateContainer(cancel);
        await app.Services.GetRequiredService<AzureJobQueue>().CreateQueues(cancel);
        await BrowserAccess.Set(app.Services.GetRequiredService<BlobServiceClient>(), app.Services.GetRequiredService<CorsSettings>().All, cancel);
        await app.StartAsync(cancel);
        return app;
    }

    private static string OwnOrigins(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port},http://localhost:{port}");

    private static void AddStores(IServiceCollection services, LocalHostSettings settings) => settings.Metadata.AddTo(services)
        .AddSingleton(new BlobServiceClient(settings.StorageConnection, StorageClients.ForBlobs()))
        .AddSingleton(new QueueServiceClient(settings.StorageConnection, StorageClients.ForQueues()))
        .AddStorageAdapters()
        .AddSingleton<WakingQueue>().AddSingleton<IJobQueue>(provider => provider.GetRequiredService<WakingQueue>());

    private static void AddTriggers(IServiceCollection services, LocalHostSettings settings)
    {
        services.AddSingleton(QueueSettings.Read(Path.Combine(AppContext.BaseDirectory, "host.json")));
        foreach (var (function, trigger) in FunctionMethod.All<QueueTriggerAttribute>())
        {
            services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<QueuePump>(provider, function, trigger));
        }
        if (!settings.RunTimers)
            return;
        foreach (var (function, trigger) in FunctionMethod.All<TimerTriggerAttribute>())
            services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<TimerSchedule>(provider, function, trigger));
    }
}
