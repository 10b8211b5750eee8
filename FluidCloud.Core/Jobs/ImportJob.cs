namespace FluidCloud.Core.Jobs;

/// <summary>Fetch what a URL holds into the file to be.</summary>
public sealed record ImportJob(TenantId Tenant, FileId File) : ITenantJob
{
    public const string Queue = "imports";
    static string IJob.QueueName => Queue;
}
