using System.Globalization;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Metering;

/// <summary>Reads how many API calls a tenant made in the present month (UTC), as far as instances have written them down.</summary>
public sealed class ReadMonthlyCalls(IMetadataStore metadata, TimeProvider time)
{
    public async Task<long> Run(TenantId tenant, CancellationToken cancel)
    {
        var month = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        return (await metadata.Read<MonthlyCalls>(Partitions.Of(tenant), MonthlyCalls.IdOf(month), cancel))?.Calls ?? 0;
    }
}
