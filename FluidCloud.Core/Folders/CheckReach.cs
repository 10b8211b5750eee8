using FluidCloud.Core.Access;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Folders;

/// <summary>
/// Decides what a narrowed key may access (statements 235, 236). It reads the store only for keys that are narrowed to a
/// folder.
/// </summary>
public sealed class CheckReach(IMetadataStore metadata)
{
    /// <param name="folder">The folder that contains the object, or the folder itself; null for the root of the space.</param>
    /// <param name="app">The product namespace of the object; null for folders, which have none.</param>
    /// <param name="read">Folders that were read already; folders read here are added.</param>
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
