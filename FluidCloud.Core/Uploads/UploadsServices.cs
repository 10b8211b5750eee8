using FluidCloud.Core.Maintenance;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Uploads;

internal static class UploadsServices
{
    public static IServiceCollection AddUploads(this IServiceCollection services) => services
        .AddSingleton<StartUpload>().AddSingleton<ReserveUpload>().AddSingleton<CompleteUpload>()
        .AddSingleton<JoinParts>().AddSingleton<RecordFile>().AddSingleton<AbortUpload>().AddSingleton<EndUpload>()
        .AddSingleton<FindUpload>().AddSingleton<ReadUpload>().AddSingleton<SignParts>().AddSingleton<StoreUpload>().AddSingleton<IOverdueWork, ResumeUploads>();
}
