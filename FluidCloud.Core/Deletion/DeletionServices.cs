using FluidCloud.Core.Maintenance;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Deletion;

internal static class DeletionServices
{
    public static IServiceCollection AddDeletion(this IServiceCollection services) => services
        .AddSingleton<PurgeFiles>().AddSingleton<PurgeFolder>().AddSingleton<WriteTombstones>()
        .AddSingleton<FinishPurge>().AddSingleton<DeleteSharesOfFiles>().AddSingleton<EraseFileBytes>()
        .AddSingleton<RemoveFileRecords>().AddSingleton<RemoveFolderRecord>().AddSingleton<RecordFailedErasure>()
        .AddSingleton<DeleteSpace>().AddSingleton<IOverdueWork, ResumeFiles>()
        .AddSingleton<IOverdueWork, ResumeFolders>();
}
