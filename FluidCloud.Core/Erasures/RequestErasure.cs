using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Erasures;

/// <summary>Requests, cancels and finds the erasure of a tenant or of one of its apps (statements 12 to 15).</summary>
public sealed class RequestErasure(IMetadataStore metadata, JobAnnouncer jobs, ErasureSettings settings, TimeProvider time)
{
    /// <param name="id">Of the new request.</param>
    /// <param name="app">null: the whole tenant.</param>
    /// <param name="owner">The name of who requests it.</param>
    /// <exception cref="FluidCloudException">409: another one waits or runs.</exception>
    public async Task<ErasureRequest> Run(ErasureId id, TenantId tenant, string? app, string owner, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var startsAt = now + (app is null ? settings.TenantDelay : settings.AppDelay);
        var request = new ErasureRequest
        {
            Id = ErasureRequest.OnlyId,
            ErasureId = id,
            TenantId = tenant,
            App = app,
            RequestedBy = owner,
            CreatedAt = now,
            StartsAt = startsAt,
            DueAt = startsAt,
        };
        var result = await metadata.Commit(Partitions.Of(tenant), [Change.Create(request)], cancel);
        if (!result.Succeeded)
            throw Errors.ErasureOpen();
        if (startsAt <= now)
            await jobs.Announce(new EraseJob(tenant));
        return request with { ETag = result.ETags[0]! };
    }

    /// <summary>Ends a request that has not begun.</summary>
    /// <exception cref="FluidCloudException">404 no such request; 409 it has begun.</exception>
    public async Task Cancel(TenantId tenant, ErasureId id, CancellationToken cancel)
    {
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var request = await Find(tenant, cancel);
            if (request?.ErasureId != id)
                throw Errors.ErasureNotFound();
            if (request.BegunAt is not null)
                throw Errors.ErasureBegun();
            var result = await metadata.Commit(Partitions.Of(tenant), [Change.Delete(request)], cancel);
            if (result.Succeeded)
                return;
            result.ExpectRaceOn(request.Id);
        }
    }

    /// <summary>
    /// Erases a tenant that a restore of the metadata has brought back. It begins at once: the owner's delay is over.
    /// </summary>
    /// <returns>false when there is no such tenant, or it is being erased.</returns>
    public async Task<bool> Again(ErasureId id, TenantId tenant, CancellationToken cancel)
    {
        var partition = Partitions.Of(tenant);
        if (await metadata.Read<Tenant>(partition, Tenant.OnlyId, cancel) is null)
            return false;
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var present = await Find(tenant, cancel);
            if (present is { App: null, BegunAt: not null })
                return false;
            var now = time.GetUtcNow();
            var request = new ErasureRequest
            {
                Id = ErasureRequest.OnlyId, ErasureId = id, TenantId = tenant, RequestedBy = "replay-erasures", CreatedAt = now, StartsAt = now, DueAt = now,
            };
            var result = await metadata.Commit(partition,
                [present is null ? Change.Create(request) : Change.Replace(request with { ETag = present.ETag })], cancel);
            if (result.Succeeded)
                return true;
        }
    }

    /// <returns>The request of the tenant that waits or runs; null when there is none.</returns>
    public Task<ErasureRequest?> Find(TenantId tenant, CancellationToken cancel) =>
        metadata.Read<ErasureRequest>(Partitions.Of(tenant), ErasureRequest.OnlyId, cancel);

    /// <summary>Those of all tenants that wait or run, at most a thousand.</summary>
    public IAsyncEnumerable<ErasureRequest> List(CancellationToken cancel) =>
        metadata.QueryEvery(partition: null, new ErasuresOpen(Limit: 100), cancel).Take(1000);
}
