using FluidCloud.Core.Access;
using FluidCloud.Core.Audits;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Erasures;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Health;
using FluidCloud.Core.Imports;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Keys;
using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Metering;
using FluidCloud.Core.Owners;
using FluidCloud.Core.Previews;
using FluidCloud.Core.Quota;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Recovery;
using FluidCloud.Core.Rescans;
using FluidCloud.Core.Scanning;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Spaces;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Telemetry;
using FluidCloud.Core.Tenants;
using FluidCloud.Core.Trash;
using FluidCloud.Core.Uploads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FluidCloud.Core;

public static class CoreServices
{
    /// <summary>
    /// Registers the use cases of every room. The host adds settings and adapters (metadata, blobs, job queue).
    /// </summary>
    public static IServiceCollection AddFluidCloud(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddMetrics().AddSingleton<Metrics>()
            .AddSingleton<JobAnnouncer>().AddSingleton<ResumeOverdueWork>().AddSingleton<ReadQuota>().AddSingleton<ITenantVisit, RecordUsage>().AddSingleton<ReadUsageHistory>().AddSingleton<CountCalls>().AddSingleton<ReadMonthlyCalls>()
            .AddJournal().AddOwners().AddTenants().AddAccess().AddSpaces().AddFolders().AddKeys().AddFiles()
            .AddUploads().AddImports().AddScanning().AddPreviews().AddShares().AddRescans()
            .AddTrash().AddDeletion().AddSweeps().AddErasures().AddErasureLog().AddReceipts()
            .AddAudits().AddRecovery().AddHealth();
    }
}
