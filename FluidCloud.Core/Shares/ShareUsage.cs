using FluidCloud.Core.Counters;

namespace FluidCloud.Core.Shares;

/// <summary>What a share counts for: only an expiring one, under the tenant's limit of links.</summary>
public static class ShareUsage
{
    public static UsageDelta Appears(this UsageDelta delta, Share share) => share.TakesSlot ? delta.AddLinks(1) : delta;

    public static UsageDelta Disappears(this UsageDelta delta, Share share) => share.TakesSlot ? delta.AddLinks(-1) : delta;
}
