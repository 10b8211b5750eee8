using FluidCloud.Core.Access;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Spaces;

/// <summary>Renames a space. Names are not unique.</summary>
public sealed class RenameSpace(FindSpace find, IMetadataStore metadata, TimeProvider time)
{
    /// <param name="name">1 to 200 characters.</param>
    /// <exception cref="FluidCloudException">404 when the tenant has no such space.</exception>
    public async Task<Space> Run(Reach reach, SpaceId id, string? name, CancellationToken cancel)
    {
        var valid = Names.Validate(name, "name", Space.MaxNameCharacters);
        reach.RequireWholeSpaces();
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var space = await find.Run(reach, id, cancel);
            if (space.Name == valid)
                return space;
            var renamed = space with { Name = valid, UpdatedAt = time.GetUtcNow() };
            var result = await metadata.Commit(Partitions.Of(reach.Tenant), [Change.Replace(renamed)], cancel);
            if (result.Succeeded)
                return renamed;
            result.ExpectRaceOn(space.Id);
        }
    }
}
