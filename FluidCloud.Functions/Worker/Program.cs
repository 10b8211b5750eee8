using Azure.Storage.Blobs;
using FluidCloud.Adapters.Azure;
using FluidCloud.Adapters.Pictures;
using FluidCloud.Adapters.Scanners;
using FluidCloud.Adapters.Sqlite;
using FluidCloud.Core;
using FluidCloud.Functions.Http.Pipeline;
using FluidCloud.Functions.Settings;
using FluidCloud.Functions.Telemetry;
using FluidCloud.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

try
{
    await Serve();
}
catch (SettingsException e)
{
    Console.Error.WriteLine(e.Message);
    await RefuseRequests.Run(args, e);
}

async Task Serve()
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.UseMiddleware<CancelRequests>();
    builder.Services.AddSettings(builder.Configuration, SettingsSections.All).AddFluidCloud().AddScanner().AddPictures().AddAzureStores()
        .AddMetadata(builder.Configuration[$"{SqliteSettings.Section}:{nameof(SqliteSettings.Path)}"]).AddApi()
        .AddTelemetryExport(builder.Configuration, ApplicationInsights.Exporter(builder.Configuration));

    using var app = builder.Build();
    _ = app.Services.GetService<SqliteHostLock>(); // Throws when another host has the file.
    app.Services.RequireScanner(builder.Environment.IsDevelopment());
    if (builder.Environment.IsDevelopment())
    {
        await AzureStores.CreateMissing(app.Services, CancellationToken.None);
        await BrowserAccess.Set(app.Services.GetRequiredService<BlobServiceClient>(), app.Services.GetRequiredService<CorsSettings>().All, CancellationToken.None);
    }
    await app.RunAsync();
}
