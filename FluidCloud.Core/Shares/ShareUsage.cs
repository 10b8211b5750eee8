using FluidCloud.Core.Counters;

namespace FluidCloud.Core.Shares;

/// <summary>How shares count: only expiring ones, towards the tenant's limit of links.</summary>
public static class ShareUsage
{
    public static UsageDelta Appears(this UsageDelta delta, Share share) => share.TakesSlot ? delta.AddLinks(1) : delta;

    public static UsageDelta Disappears(this UsageDelta delta, Share share) => share.TakesSlot ? delta.AddLinks(-1) : delta;
}
