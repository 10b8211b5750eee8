using FluidCloud.Core.Access;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Spaces;
using FluidCloud.Core.Sweeps;

namespace FluidCloud.Core.Deletion;

/// <summary>
/// Deletes an empty space, with its counters and its last sweep. Every commit that adds something to a space patches its
/// counters, and these are deleted by the version that was read: so nothing can be added to a space while it is being
/// deleted.
/// </summary>
public sealed class DeleteSpace(FindSpace find, IMetadataStore metadata, TimeProvider time)
{
    /// <exception cref="FluidCloudException">
    /// 404 no such space; 409 not empty: Trash and unfinished uploads count.
    /// </exception>
    public async Task Run(Reach reach, SpaceId id, CancellationToken cancel)
    {
        reach.RequireWholeSpaces();
        var partition = Partitions.Of(reach.Tenant);
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var space = await find.Run(reach, id, cancel);
            var usage = await metadata.Read<Usage>(partition, Usage.IdOf(id), cancel) ?? throw Errors.SpaceNotFound();
            if (usage is not { Files: 0, Folders: 0, Uploads: 0 })
                throw Errors.SpaceNotEmpty();
            var sweep = await metadata.Read<Sweep>(partition, Sweep.IdOf(id), cancel);
            var result = await metadata.Commit(partition,
                [Change.Delete(space), Change.Delete(usage), .. sweep is null ? [] : new[] { Change.Delete(sweep) }], cancel);
            if (result.Succeeded)
                return;
            result.ExpectRaceOn(space.Id, usage.Id, Sweep.IdOf(id));
        }
    }
}
