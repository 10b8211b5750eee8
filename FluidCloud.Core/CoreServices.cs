using FluidCloud.Core.Access;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Health;
using FluidCloud.Core.Imports;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Metering;
using FluidCloud.Core.Previews;
using FluidCloud.Core.Quota;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Scanning;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Spaces;
using FluidCloud.Core.Telemetry;
using FluidCloud.Core.Trash;
using FluidCloud.Core.Uploads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FluidCloud.Core;

public static class CoreServices
{
    /// <summary>The use cases. The host adds the settings and the stores: metadata, blobs, job queue.</summary>
    public static IServiceCollection AddFluidCloud(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IMalwareScanner, EicarScanner>();
        services.TryAddSingleton<IRateLimiter, CountInProcess>();
        services.TryAddSingleton<IEdgeCache, NoEdgeCache>();
        return services
            .AddMetrics().AddSingleton<Metrics>()
            .AddSingleton<AuthenticateCaller>().AddSingleton<FindTenant>().AddSingleton<ListTenants>().AddSingleton<CreateTenant>().AddSingleton<SetTrashRetention>()
            .AddSingleton<ListApiKeys>().AddSingleton<CreateApiKey>().AddSingleton<RevokeApiKey>()
            .AddSingleton<CreateSpace>().AddSingleton<ListSpaces>()
            .AddSingleton<CheckReadiness>().AddSingleton<IDependencyCheck, MetadataCheck>().AddSingleton<IDependencyCheck, ScannerCheck>().AddSingleton<IDependencyCheck, PreviewsCheck>()
            .AddSingleton<FindSpace>().AddSingleton<RenameSpace>().AddSingleton<DeleteSpace>()
            .AddSingleton<ReadQuota>().AddSingleton<CountCalls>()
            .AddSingleton<StartUpload>().AddSingleton<ReserveUpload>().AddSingleton<CompleteUpload>().AddSingleton<JoinParts>().AddSingleton<RecordFile>()
            .AddSingleton<AbortUpload>().AddSingleton<DiscardUpload>().AddSingleton<EraseUpload>().AddSingleton<ForgetUpload>().AddSingleton<ResumeUpload>()
            .AddSingleton<ReadUpload>().AddSingleton<StartImport>().AddSingleton<ImportFile>().AddSingleton<FetchSource>().AddSingleton<SourceClient>()
            .AddSingleton<ScanFile>()
            .AddSingleton<ShowPreview>().AddSingleton<FindPreview>().AddSingleton<MakePreview>().AddSingleton<DropPreview>()
            .AddSingleton<LocateFiles>().AddSingleton<FindFile>().AddSingleton<ListFiles>().AddSingleton<ListNewestFiles>().AddSingleton<SignDownload>().AddSingleton<EditFile>()
            .AddSingleton<FindFolder>().AddSingleton<ListFolders>().AddSingleton<CreateFolder>().AddSingleton<EditFolder>()
            .AddSingleton<TrashFolder>().AddSingleton<RestoreFolder>().AddSingleton<PurgeFolder>().AddSingleton<RemoveFolder>()
            .AddSingleton<TrashFile>().AddSingleton<RestoreFile>()
            .AddSingleton<CreateShare>().AddSingleton<ListShares>().AddSingleton<RevokeShare>().AddSingleton<EndLinks>().AddSingleton<ForgetLinks>()
            .AddSingleton<OpenLink>().AddSingleton<LinkTokens>()
            .AddSingleton<PurgeFiles>().AddSingleton<WriteTombstones>().AddSingleton<PurgeTombstones>().AddSingleton<EraseBytes>().AddSingleton<PurgeLinks>()
            .AddSingleton<RemoveRecords>().AddSingleton<RecordFailedErasure>()
            .AddSingleton<EmptyTrash>().AddSingleton<StartSweep>().AddSingleton<EnforceRetention>().AddSingleton<RetentionHolds>().AddSingleton<ReadTrash>().AddSingleton<PlanSweep>().AddSingleton<SettleSweeps>().AddSingleton<ResumeSweep>()
            .AddSingleton<ReadReceipts>().AddSingleton<ProveErasure>().AddSingleton<SealReceipts>().AddSingleton<VerifyReceipts>()
            .AddSingleton<JobAnnouncer>().AddSingleton<ResumeOverdueWork>().AddSingleton<AuditTenants>().AddSingleton<AuditTenant>().AddSingleton<ErasePreviewOrphans>().AddSingleton<ErasePartOrphans>();
    }
}
