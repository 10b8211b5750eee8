using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Trash;

internal static class TrashServices
{
    public static IServiceCollection AddTrash(this IServiceCollection services) => services
        .AddSingleton<TrashFile>().AddSingleton<RestoreFile>().AddSingleton<TrashFolder>()
        .AddSingleton<RestoreFolder>().AddSingleton<ReadTrash>();
}
