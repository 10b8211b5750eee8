using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Keys;

internal static class KeysServices
{
    public static IServiceCollection AddKeys(this IServiceCollection services) => services
        .AddSingleton<CreateApiKey>().AddSingleton<ListApiKeys>().AddSingleton<RevokeApiKey>().AddSingleton<SuspendTenant>();
}
