using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Folders;

internal static class FoldersServices
{
    public static IServiceCollection AddFolders(this IServiceCollection services) => services
        .AddSingleton<FindFolder>().AddSingleton<CheckReach>().AddSingleton<ListFolders>().AddSingleton<CreateFolder>()
        .AddSingleton<EditFolder>();
}
