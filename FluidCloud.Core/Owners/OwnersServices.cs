using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Owners;

internal static class OwnersServices
{
    public static IServiceCollection AddOwners(this IServiceCollection services) =>
        services.AddSingleton<RecordDeed>().AddSingleton<ReadOwnerLog>();
}
