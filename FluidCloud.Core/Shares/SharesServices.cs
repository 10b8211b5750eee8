using FluidCloud.Core.Maintenance;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FluidCloud.Core.Shares;

internal static class SharesServices
{
    public static IServiceCollection AddShares(this IServiceCollection services)
    {
        services.TryAddSingleton<IEdgeCache, NoEdgeCache>();
        return services
            .AddSingleton<CreateShare>().AddSingleton<ListShares>().AddSingleton<RevokeShare>().AddSingleton<OpenLink>()
            .AddSingleton<FindEdgePurges>().AddSingleton<LinkTokens>().AddSingleton<DeleteShares>()
            .AddSingleton<IOverdueWork, ResumeShares>().AddSingleton<IOverdueWork, PurgeEdge>();
    }
}
