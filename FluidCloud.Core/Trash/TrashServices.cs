using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Trash;

internal static class TrashServices
{
    public static IServiceCollection AddTrash(this IServiceCollection services) => services
        .AddSingleton<TrashFiles>().AddSingleton<RestoreFiles>().AddSingleton<TrashFolder>()
        .AddSingleton<RestoreFolder>().AddSingleton<ReadTrash>();
}
