using FluidCloud.Core.Access;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Folders;

/// <summary>
/// The one decision on what a narrowed key may touch (statements 235, 236). For a key that is not narrowed, and for one
/// that is narrowed to spaces or to a product namespace, it reads nothing.
/// </summary>
public sealed class CheckReach(IMetadataStore metadata)
{
    /// <param name="folder">Where a thing is, or a folder itself; null for the root of the space.</param>
    /// <param name="app">null for what belongs to no product namespace: folders.</param>
    /// <param name="read">Folders that need not be read again; those that are read here are added.</param>
    public async Task<bool> Covers(
        Reach reach, SpaceId space, FolderId? folder, string? app, CancellationToken cancel, ReadFolders? read = null)
    {
        if (!reach.Covers(space) || (app is not null && !reach.Covers(app)))
            return false;
        return reach.Folder is not { } only || await IsWithin(reach.Tenant, folder, only, read ?? new(), cancel);
    }

    /// <summary>Through folders in Trash too: what is in Trash is where it was.</summary>
    private async Task<bool> IsWithin(TenantId tenant, FolderId? folder, FolderId only, ReadFolders read, CancellationToken cancel)
    {
        for (var depth = 0; folder is { } id && depth <= Folder.MaxDepth; depth++)
        {
            if (id == only)
                return true;
            folder = (await read.Get(id, () => metadata.Read<Folder>(Partitions.Of(tenant), id.ToString(), cancel)))?.ParentId;
        }
        return false;
    }
}
