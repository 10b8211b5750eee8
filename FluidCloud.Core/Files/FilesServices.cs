using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Files;

internal static class FilesServices
{
    public static IServiceCollection AddFiles(this IServiceCollection services) => services
        .AddSingleton<LocateFiles>().AddSingleton<FindFile>().AddSingleton<ChangeFiles>().AddSingleton<ListFiles>()
        .AddSingleton<ListNewestFiles>().AddSingleton<SignDownload>().AddSingleton<EditFile>().AddSingleton<ReadUsage>();
}
