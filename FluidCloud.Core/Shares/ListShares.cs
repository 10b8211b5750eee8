using FluidCloud.Core.Access;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Shares;

/// <summary>Lists the links of a tenant or of one file, newest first, without their URLs, which are not stored.</summary>
public sealed class ListShares(FindFile find, LocateFiles locate, IMetadataStore metadata)
{
    /// <param name="file">null for the links of all files.</param>
    /// <exception cref="FluidCloudException">404 no such file.</exception>
    public async Task<Listing<Share>> Run(Reach reach, FileId? file, ListingPage page, CancellationToken cancel)
    {
        if (file is { } id)
            await find.ById(reach, id, cancel);
        return await metadata.List(
            Partitions.Of(reach.Tenant), limit => new SharesNewestFirst(file, limit), page, SharesNewestFirst.Behind, cancel,
            file is not null || reach.IsWhole ? null : async (share, stop) => await locate.ById(reach, share.FileId, stop) is not null);
    }
}
