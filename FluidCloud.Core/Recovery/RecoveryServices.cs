using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Recovery;

internal static class RecoveryServices
{
    public static IServiceCollection AddRecovery(this IServiceCollection services) => services.AddSingleton<ReplayErasures>().AddSingleton<AdoptEmptyStore>();
}
