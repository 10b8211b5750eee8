using FluidCloud.Core.Maintenance;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Journal;

internal static class JournalServices
{
    public static IServiceCollection AddJournal(this IServiceCollection services) => services
        .AddSingleton<RecoveryJournal>().AddSingleton<StoreMarks>().AddSingleton<DetectRestore>()
        .AddSingleton<AdvanceMark>().AddSingleton<IOverdueWork, WriteRevocations>();
}
