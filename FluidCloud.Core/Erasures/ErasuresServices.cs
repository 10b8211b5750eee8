using FluidCloud.Core.Maintenance;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Erasures;

internal static class ErasuresServices
{
    public static IServiceCollection AddErasures(this IServiceCollection services) => services
        .AddSingleton<PreviewErasure>().AddSingleton<RequestErasure>().AddSingleton<RunErasure>()
        .AddSingleton<EraseTenantRecords>().AddSingleton<IOverdueWork, ResumeErasures>();
}
