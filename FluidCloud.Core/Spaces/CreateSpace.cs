using FluidCloud.Core.Access;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Spaces;

/// <summary>Creates a space with its counters.</summary>
public sealed class CreateSpace(IMetadataStore metadata, TimeProvider time)
{
    /// <param name="name">1 to 200 characters.</param>
    /// <param name="app">The product namespace (statement 234); null takes the key's, or the native one.</param>
    /// <exception cref="FluidCloudException">422 that names the field; 403 the key is narrowed to other spaces or to another app.</exception>
    public async Task<Space> Run(Caller caller, string? name, string? app, CancellationToken cancel)
    {
        caller.Reach.RequireEverySpace();
        if (!caller.Reach.Covers(app ?? caller.App ?? Space.NativeApp))
            throw Errors.OutsideAccess($"The key is narrowed to the app '{caller.Reach.App}'.");
        await EnsureDefault(caller.Tenant, cancel); // So that the default space is always the oldest.
        var space = Build(caller.Tenant, Names.Validate(name, "name", Space.MaxNameCharacters),
            ProductNamespace.Validate(app ?? caller.App ?? Space.NativeApp));
        await metadata.Commit(Partitions.Of(caller.Tenant), Changes(space), cancel);
        return space;
    }

    /// <summary>
    /// Creates the default space once per tenant. It is not created again after the tenant has deleted it.
    /// </summary>
    public async Task EnsureDefault(TenantId tenant, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        if (await metadata.Read<DefaultSpaceMade>(partition, DefaultSpaceMade.OnlyId, cancel) is not null)
            return;
        var marker = new DefaultSpaceMade { Id = DefaultSpaceMade.OnlyId };
        // On a conflict another call has created the default space.
        await metadata.Commit(partition, [Change.Create(marker), .. Changes(Build(tenant, "My files", Space.NativeApp))], cancel);
    }

    private Space Build(TenantId tenant, string name, string app)
    {
        var now = time.GetUtcNow();
        return new() { Id = Id.New<SpaceId>().ToString(), TenantId = tenant, Name = name, App = app, CreatedAt = now, UpdatedAt = now };
    }

    private static IReadOnlyList<Change> Changes(Space space) =>
        [Change.Create(space), Change.Create(Usage.Empty(Id.Parse<SpaceId>(space.Id)))];
}
