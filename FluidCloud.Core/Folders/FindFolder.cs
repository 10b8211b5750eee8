using FluidCloud.Core.Access;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Folders;

/// <summary>Finds a folder with its ancestors, which decide whether it is in Trash. One point read each.</summary>
public sealed class FindFolder(IMetadataStore metadata, CheckReach reachable, TimeProvider time)
{
    /// <exception cref="FluidCloudException">404: not there, being purged, or another tenant's.</exception>
    public async Task<LocatedFolder> ById(Reach reach, FolderId id, CancellationToken cancel)
    {
        var tenant = reach.Tenant;
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var folder = await metadata.Read<Folder>(Partitions.Of(tenant), id.ToString(), cancel);
            if (folder is null or { Purge: not null } || !await reachable.Covers(reach, folder.SpaceId, folder.FolderId, app: null, cancel))
                throw Errors.FolderNotFound();
            // A folder that was trashed on its own counts in no ancestor; only a restore needs its parent.
            if (folder.DeletedAt is not null)
                return new(folder, FolderChain.Root);
            var above = await Chain(tenant, folder.ParentId, cancel);
            if (!above.IsBroken)
                return new(folder, above);
            // Only empty folders are removed, so this one has moved since it was read: try again.
        }
    }

    /// <summary>Whether a listing of that folder, be it of folders or of files, has anything to show: not when it is in Trash.</summary>
    /// <exception cref="FluidCloudException">404 when the space has no such folder.</exception>
    public async Task<bool> Shows(Reach reach, SpaceId space, FolderId? id, CancellationToken cancel)
    {
        if (id is null)
            return reach.Folder is null; // The root holds more than a key for one folder may see.
        var folder = (await ById(reach, id.Value, cancel)).Effective;
        return folder.SpaceId == space ? folder.DeletedAt is null : throw Errors.FolderNotFound();
    }

    /// <summary>The destination for a new or moved item: a live folder of the space, or its root.</summary>
    /// <param name="outside">What to say of a folder that exists outside the reach.</param>
    /// <exception cref="FluidCloudException">404 no such folder, 400 of another space, 409 in Trash; what <paramref name="outside"/> makes.</exception>
    public async Task<FolderChain> Destination(
        Reach reach, SpaceId space, FolderId? id, Func<FluidCloudException> outside, CancellationToken cancel)
    {
        var chain = await Chain(reach.Tenant, id, cancel);
        if (chain is { Folders: [{ Purge: not null }, ..] } or { IsBroken: true })
            throw Errors.FolderNotFound();
        if (!await reachable.Covers(reach, chain.Folders is [var nearest, ..] ? nearest.SpaceId : space, id, app: null, cancel))
            throw outside();
        return chain switch
        {
            { Folders: [var folder, ..] } when folder.SpaceId != space => throw Errors.OtherSpace(),
            { Trashed: not null } => throw Errors.DestinationInTrash(),
            _ => chain,
        };
    }

    /// <summary>Where a restored item goes: its folder, or the root when that is gone or in Trash (statement 226).</summary>
    /// <remarks>A key for one folder brings it back into that folder rather than to where it could not see it.</remarks>
    public async Task<FolderChain> Home(Reach reach, FolderId? id, CancellationToken cancel)
    {
        if (await Chain(reach.Tenant, id, cancel) is { IsLive: true } chain)
            return chain;
        return reach.Folder is { } only && await Chain(reach.Tenant, only, cancel) is { IsLive: true } whole ? whole : FolderChain.Root;
    }

    /// <param name="id">null for the root of the space.</param>
    /// <param name="read">Folders already read, to which this call adds those it reads.</param>
    public async Task<FolderChain> Chain(TenantId tenant, FolderId? id, CancellationToken cancel, ReadFolders? read = null)
    {
        read ??= new();
        // The reads are not atomic: folders that move meanwhile can produce a chain that never existed, even a cycle.
        for (var attempt = 1; attempt <= 10; attempt++)
        {
            if (await Walk(tenant, id, read, cancel) is { } chain)
                return chain;
            read.Clear();
        }
        throw new InvalidOperationException($"Folder {id} is nested deeper than {Folder.MaxDepth}.");
    }

    private async Task<FolderChain?> Walk(TenantId tenant, FolderId? id, ReadFolders read, CancellationToken cancel)
    {
        var folders = new List<Folder>();
        for (var next = id; next is not null; next = folders[^1].ParentId)
        {
            if (folders.Count == Folder.MaxDepth)
                return null;
            if (await read.Get(next.Value, () => metadata.Read<Folder>(Partitions.Of(tenant), next.Value.ToString(), cancel)) is not { } folder)
                return folders.Count == 0 ? new(folders, IsBroken: true) : null; // Only an empty folder is ever removed.
            folders.Add(folder);
            if (folder.DeletedAt is not null)
                break;
        }
        return new(folders);
    }
}

/// <param name="Stored">The stored document, on which changes are based.</param>
/// <param name="CountedBy">
/// The folders whose totals include it: its ancestors, or none when it was trashed on its own.
/// </param>
public sealed record LocatedFolder(Folder Stored, FolderChain CountedBy)
{
    /// <summary>The folder as callers see it: also in Trash when a folder above it is.</summary>
    public Folder Effective => CountedBy.Trashed is { } trashed ? Stored with { DeletedAt = trashed.DeletedAt } : Stored;
}
