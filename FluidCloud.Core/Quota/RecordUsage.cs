using FluidCloud.Core.Counters;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Quota;

/// <summary>Writes down what a tenant uses today. The first measurement of a day stays, so that running again changes nothing.</summary>
public sealed class RecordUsage(IMetadataStore metadata, TimeProvider time) : ITenantVisit
{
    public TenantVisit Visit => TenantVisit.Usage;

    public async Task Run(TenantId tenant, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        if (await metadata.Read<Usage>(partition, Usage.IdOf(space: null), cancel) is not { } usage)
            return;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var measured = new UsageOfDay(today, usage.BytesUsed, usage.Files, usage.TrashBytes);
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var history = await metadata.Read<UsageHistory>(partition, UsageHistory.IdOf(today.Year), cancel);
            // Not later than the last one either: a clock that was set back must not bring the days out of order.
            if (history?.Days.LastOrDefault()?.Day >= today)
                return;
            var result = await metadata.Commit(partition, history is null ? await Begin(partition, measured, cancel) : [Change.Replace(history.With(measured))], cancel);
            if (result.Succeeded)
                return;
            if (history is not null)
                result.ExpectRaceOn(history.Id); // Otherwise another run was the first of the year, or took the old one away.
        }
    }

    /// <summary>A new year, in whose commit the one goes of which no day is within <see cref="ReadUsageHistory.MostDays"/>.</summary>
    private async Task<IReadOnlyList<Change>> Begin(string partition, UsageOfDay measured, CancellationToken cancel)
    {
        var begun = Change.Create(new UsageHistory { Id = UsageHistory.IdOf(measured.Day.Year), Year = measured.Day.Year }.With(measured));
        var outdated = measured.Day.AddDays(-ReadUsageHistory.MostDays).Year - 1;
        return await metadata.Read<UsageHistory>(partition, UsageHistory.IdOf(outdated), cancel) is { } old ? [begun, Change.Delete(old)] : [begun];
    }
}
