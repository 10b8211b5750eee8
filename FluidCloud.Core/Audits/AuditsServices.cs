using FluidCloud.Core.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Audits;

internal static class AuditsServices
{
    public static IServiceCollection AddAudits(this IServiceCollection services) => services
        .AddSingleton<ITenantVisit, AuditTenants>().AddSingleton<AuditTenant>().AddSingleton<ErasePreviewOrphans>()
        .AddSingleton<ErasePartOrphans>();
}
