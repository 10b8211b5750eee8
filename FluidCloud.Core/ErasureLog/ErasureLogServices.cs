using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.ErasureLog;

internal static class ErasureLogServices
{
    public static IServiceCollection AddErasureLog(this IServiceCollection services) => services
        .AddSingleton<LogWriter>().AddSingleton<ReadLog>().AddSingleton<AskWitnesses>().AddSingleton<CheckTiles>().AddSingleton<StampCheckpoint>();
}
