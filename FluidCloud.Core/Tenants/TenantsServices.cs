using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Tenants;

internal static class TenantsServices
{
    public static IServiceCollection AddTenants(this IServiceCollection services) => services
        .AddSingleton<FindTenant>().AddSingleton<ListTenants>().AddSingleton<CreateTenant>()
        .AddSingleton<SetTrashRetention>().AddSingleton<EditTenant>().AddSingleton<VisitTenants>();
}
