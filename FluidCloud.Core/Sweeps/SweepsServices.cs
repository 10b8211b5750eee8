using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Sweeps;

internal static class SweepsServices
{
    public static IServiceCollection AddSweeps(this IServiceCollection services) => services
        .AddSingleton<EmptyTrash>().AddSingleton<StartSweep>().AddSingleton<PlanSweep>().AddSingleton<ConfirmSweep>()
        .AddSingleton<FinishSweeps>().AddSingleton<ResumeSweep>().AddSingleton<ListSweeps>().AddSingleton<ITenantVisit, EnforceRetention>()
        .AddSingleton<IOverdueWork, ResumeSweeps>();
}
