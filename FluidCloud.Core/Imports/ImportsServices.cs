using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Imports;

internal static class ImportsServices
{
    public static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddSingleton<StartImport>().AddSingleton<ImportFile>().AddSingleton<FetchSource>()
        .AddSingleton<SourceClient>();
}
