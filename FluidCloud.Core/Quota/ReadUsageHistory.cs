using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Quota;

/// <summary>Reads what a tenant used on the last days, the oldest first.</summary>
public sealed class ReadUsageHistory(IMetadataStore metadata, TimeProvider time)
{
    public const int MostDays = 400;

    /// <param name="days">1 to <see cref="MostDays"/>, today included.</param>
    public async Task<IReadOnlyList<UsageOfDay>> Run(TenantId tenant, int days, CancellationToken cancel)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var first = today.AddDays(1 - days);
        var found = new List<UsageOfDay>();
        for (var year = first.Year; year <= today.Year; year++)
        {
            if (await metadata.Read<UsageHistory>(Partitions.Of(tenant), UsageHistory.IdOf(year), cancel) is { } history)
                found.AddRange(history.Days.Where(day => day.Day >= first));
        }
        return found;
    }
}
