using FluidCloud.Core.Maintenance;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Rescans;

internal static class RescansServices
{
    public static IServiceCollection AddRescans(this IServiceCollection services) => services
        .AddSingleton<StartRescan>().AddSingleton<RescanFile>().AddSingleton<RevokeLinksOfFile>()
        .AddSingleton<IOverdueWork, ResumeRescans>();
}
