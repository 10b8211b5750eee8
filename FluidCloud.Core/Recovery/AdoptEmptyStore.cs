using FluidCloud.Core.Journal;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Recovery;

/// <summary>
/// Accepts an empty metadata store beside older bytes, such as that of an emulator that was restarted. It was not restored
/// from a backup, and no audit looks at the bytes of tenants that it does not know.
/// </summary>
public sealed class AdoptEmptyStore(IMetadataStore metadata, StoreMarks marks, TimeProvider time)
{
    /// <summary>Does nothing for a store with a mark or a tenant.</summary>
    public async Task Run(CancellationToken cancel)
    {
        var mark = await marks.Read(cancel);
        if (mark.ETag != "" || (await metadata.Query(Partitions.TenantDirectory, new TenantsByAge(Limit: 1), cancel)).Items.Count > 0)
            return;
        if (await marks.ReadNumber(cancel) is > 0 and var number)
            await marks.Write(mark with { Number = number + 1, At = time.GetUtcNow() }, cancel);
    }
}
