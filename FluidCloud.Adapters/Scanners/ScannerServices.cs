using Azure.Storage.Blobs;
using FluidCloud.Adapters.ClamAv;
using FluidCloud.Adapters.Defender;
using FluidCloud.Core.Scanning;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Adapters.Scanners;

public static class ScannerServices
{
    /// <summary>Adds the scanner that <see cref="ScannerSettings"/> select.</summary>
    public static IServiceCollection AddScanner(this IServiceCollection services) => services.AddSingleton<IMalwareScanner>(provider =>
        provider.GetRequiredService<ScannerSettings>().Kind switch
        {
            ScannerKind.Builtin => new EicarScanner(),
            ScannerKind.ClamAv => new ClamAvScanner(provider.GetRequiredService<ClamAvSettings>()),
            ScannerKind.Defender => new DefenderScanner(provider.GetRequiredService<BlobServiceClient>(), provider.GetRequiredService<DefenderSettings>()),
            var kind => throw new InvalidOperationException($"There is no scanner {kind}."),
        });

    /// <param name="isDevelopment">Whether this is a developer's machine, where the built-in check is enough.</param>
    /// <returns>Errors in the settings that prevent startup; empty for none.</returns>
    public static IReadOnlyList<string> Problems(ScannerSettings scanner, ClamAvSettings clamAv, bool isDevelopment) => scanner.Kind switch
    {
        ScannerKind.ClamAv when clamAv.Host is null => ["FluidCloudClamAv__host must be set, because FluidCloudScanner__kind is clamav"],
        not ScannerKind.ClamAv when clamAv.Host is not null => ["FluidCloudClamAv__host is set, but FluidCloudScanner__kind is not clamav"],
        ScannerKind.Builtin when !isDevelopment && !scanner.AcceptBuiltin =>
            ["FluidCloudScanner__kind is builtin, which finds no malware: set it to clamav or defender, or set FluidCloudScanner__acceptBuiltin to true (docs/scanning.md)"],
        _ => [],
    };
}
