using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FluidCloud.Core.Scanning;

internal static class ScanningServices
{
    public static IServiceCollection AddScanning(this IServiceCollection services)
    {
        services.TryAddSingleton<IMalwareScanner, EicarScanner>();
        return services
            .AddSingleton<ScanFile>().AddSingleton<JudgeFile>().AddSingleton<FindLongestPending>();
    }
}
