using FluidCloud.Core.Access;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Sweeps;

/// <summary>Starts a sweep of a scope's Trash. The cost of the request does not depend on how much Trash holds.</summary>
public sealed class EmptyTrash(IMetadataStore metadata, StartSweep start, TimeProvider time)
{
    /// <summary>Empties what a caller may empty: a key that is narrowed to spaces has a sweep of its own for each.</summary>
    /// <param name="space">null for all within the reach.</param>
    /// <returns>What the sweeps found in Trash.</returns>
    /// <exception cref="FluidCloudException">404 no such space; 403 a key that is narrowed to a folder or an app.</exception>
    public async Task<(long Files, long Bytes)> Within(Reach reach, SpaceId? space, CancellationToken cancel)
    {
        var (files, bytes) = (0L, 0L);
        foreach (var scope in reach.TrashScopes(space))
        {
            var sweep = await Run(reach.Tenant, scope, cancel);
            (files, bytes) = (files + sweep.FilesTotal!.Value, bytes + sweep.BytesTotal!.Value);
        }
        return (files, bytes);
    }

    /// <param name="space">null empties Trash in every space.</param>
    /// <returns>The new sweep, or the one that is already running (statements 54, 217).</returns>
    /// <exception cref="FluidCloudException">404 when the tenant has no such space.</exception>
    public async Task<Sweep> Run(TenantId tenant, SpaceId? space, CancellationToken cancel)
    {
        // Read before the counts: a file trashed in between is then counted but not purged, never purged uncounted.
        var (now, latest) = (time.GetUtcNow(), await LatestInTrash(tenant, space, cancel));
        var usage = await metadata.Read<Usage>(Partitions.Of(tenant), Usage.IdOf(space), cancel) ?? throw Errors.SpaceNotFound();
        var cutOff = UnixMicros.RoundUp(new[] { now, latest, UnixMicros.ToTime(usage.LastCutOff) }.Max());
        var sweep = Sweep.New(tenant, space, PurgeCause.Sweep, cutOff, now);
        return await start.Run(sweep with { FilesTotal = usage.TrashFiles, BytesTotal = usage.TrashBytes }, cancel,
            new PatchChange(usage.Id) { Sets = new Dictionary<string, object?> { ["last_cut_off"] = UnixMicros.Of(cutOff) } });
    }

    /// <summary>
    /// The latest <c>deleted_at</c> in the scope. It is later than now when an instance with a faster clock set it.
    /// </summary>
    private async Task<DateTimeOffset> LatestInTrash(TenantId tenant, SpaceId? space, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        var files = await metadata.Query(partition, new LatestFileTrashed(space), cancel);
        var folders = await metadata.Query(partition, new LatestFolderTrashed(space), cancel);
        return files.Items.Select(file => file.DeletedAt).Concat(folders.Items.Select(folder => folder.DeletedAt)).Max() ?? DateTimeOffset.MinValue;
    }
}
