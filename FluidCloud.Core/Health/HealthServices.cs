using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Health;

internal static class HealthServices
{
    public static IServiceCollection AddHealth(this IServiceCollection services) => services
        .AddSingleton<CheckReadiness>()
        .AddSingleton<IDependencyCheck, MetadataCheck>().AddSingleton<IDependencyCheck, RestoreCheck>().AddSingleton<IDependencyCheck, ScannerCheck>().AddSingleton<IDependencyCheck, PreviewsCheck>()
        .AddSingleton<IDependencyCheck, ErasureLogCheck>();
}
