using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FluidCloud.Core.Access;

internal static class AccessServices
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.TryAddSingleton<IRateLimiter, CountInProcess>();
        return services.AddSingleton<AuthenticateCaller>();
    }
}
