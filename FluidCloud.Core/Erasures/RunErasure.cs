using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Keys;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Tenants;
using FluidCloud.Core.Uploads;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Erasures;

/// <summary>
/// Erases a tenant or one of its apps, in this order: its keys are revoked, its uploads discarded, its files purged by a sweep;
/// of a tenant then all its records and bytes, wherever they are. A closing receipt with the counts ends it.
/// </summary>
/// <remarks>
/// Every job goes through all steps from the first and leaves at the first that is not finished: so it may be interrupted
/// anywhere, run twice, and finds what was added late. Maintenance sends the job again.
/// </remarks>
public sealed partial class RunErasure(
    IMetadataStore metadata, RevokeApiKey revoke, EndUpload end, StartSweep start, EraseTenantRecords records, IJobQueue queue, TimeProvider time, ILogger<RunErasure> log)
{
    /// <summary>How long it may go without progress before its job is sent again.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Longer than a request may run and than counted calls wait in memory: what began before the keys were revoked is over.
    /// </summary>
    private static readonly TimeSpan RequestsEnd = TimeSpan.FromMinutes(5);

    private const int PageSize = 100;

    /// <exception cref="StoreBusyException">Another writer changed the same documents: deliver the job again.</exception>
    public async Task Run(EraseJob job, CancellationToken cancel)
    {
        if (await Begin(job.Tenant, cancel) is not { } request)
            return;
        var keys = await RevokeKeys(request, cancel);
        var lastArrival = await EndUploads(request, cancel);
        if (await PurgeFiles(request, cancel) is not { } purged)
            return;
        if (purged.App is not null)
            await CloseApp(purged, keys, cancel);
        else
            await CloseTenant(purged, lastArrival, cancel);
    }

    /// <returns>The request once it runs; null when it does not begin yet, or is over.</returns>
    private async Task<ErasureRequest?> Begin(TenantId id, CancellationToken cancel)
    {
        var partition = Partitions.Of(id);
        var request = await metadata.Read<ErasureRequest>(partition, ErasureRequest.OnlyId, cancel);
        var now = time.GetUtcNow();
        if (request is null or { BegunAt: not null } || request.StartsAt > now)
            return request is { BegunAt: not null } ? request : null;
        var begun = request with { BegunAt = now, DueAt = now + GracePeriod };
        IReadOnlyList<Change> changes = [Change.Replace(begun)];
        // In the same commit, so that nobody makes a key or changes the tenant from then on.
        if (request.App is null && await metadata.Read<Tenant>(partition, Tenant.OnlyId, cancel) is { } tenant)
            changes = [.. changes, Change.Replace(tenant with { ErasingSince = now })];
        LogBegun(log, id, request.App, request.ErasureId);
        return begun with { ETag = (await Commit(id, changes, cancel))[0]! };
    }

    /// <returns>How many keys of the app this erasure has revoked.</returns>
    private async Task<long> RevokeKeys(ErasureRequest request, CancellationToken cancel)
    {
        var count = 0;
        await foreach (var key in metadata.QueryEvery(Partitions.Of(request.TenantId), new KeysByAge(PageSize), cancel))
        {
            if (!request.Covers(key.App))
                continue;
            if (key.RevokedAt is null)
                await Revoke(key.ListedKeyId, cancel);
            count += key.RevokedAt is null || key.RevokedAt >= request.BegunAt ? 1 : 0;
        }
        return count;
    }

    private async Task Revoke(string keyId, CancellationToken cancel)
    {
        try
        {
            await revoke.Run(keyId, cancel);
        }
        catch (FluidCloudException e) when (e.Code == ErrorCode.NotFound)
        {
            LogNoKey(log, keyId[..8]); // Its creation was interrupted: it never worked.
        }
    }

    /// <returns>When the last bytes may arrive by a signed URL; null when none may.</returns>
    private async Task<DateTimeOffset?> EndUploads(ErasureRequest request, CancellationToken cancel)
    {
        for (var race = new CommitRace(time); ; await race.Lost(cancel))
        {
            var (open, lastArrival) = (false, (DateTimeOffset?)null);
            await foreach (var upload in metadata.QueryEvery(Partitions.Of(request.TenantId), new UploadsById(PageSize), cancel))
            {
                if (!request.Covers(upload.App))
                    continue;
                if (upload.State is UploadState.Ended && upload.MayReceive(time.GetUtcNow()))
                    lastArrival = upload.LastArrival > lastArrival ? upload.LastArrival : lastArrival ?? upload.LastArrival;
                else if (upload.State is UploadState.Ended or UploadState.Failed)
                    await end.Forget(upload, cancel);
                else
                {
                    await end.Discard(upload, cancel);
                    open = true;
                }
            }
            if (!open)
                return lastArrival;
        }
    }

    /// <returns>The request with what was purged; null while a sweep runs, which sends the job again at its end.</returns>
    private async Task<ErasureRequest?> PurgeFiles(ErasureRequest request, CancellationToken cancel)
    {
        var partition = Partitions.Of(request.TenantId);
        var sweep = await metadata.Read<Sweep>(partition, Sweep.IdOf(space: null, request.Cause), cancel);
        if (sweep is { FinishedAt: null })
            return await Wait(request, ErasureWait.Files, time.GetUtcNow() + GracePeriod, cancel);
        if (sweep is not null)
        {
            var counted = request with
            {
                Files = request.Files + sweep.FilesDone,
                Bytes = request.Bytes + sweep.BytesDone,
                Links = request.Links + sweep.LinksKilled,
                WaitsFor = null,
            };
            request = counted with { ETag = (await Commit(request.TenantId, [Change.Replace(counted), Change.Delete(sweep)], cancel))[0]! };
        }
        if ((await metadata.Query(partition, new FilesOfApp(request.App, Limit: 1), cancel)).Items.Count == 0)
            return request;
        var (now, usage) = (time.GetUtcNow(), await metadata.Read<Usage>(partition, Usage.IdOf(space: null), cancel));
        await Wait(request, ErasureWait.Files, now + GracePeriod, cancel);
        await start.Run(Sweep.New(request.TenantId, space: null, request.Cause, now, now) with
        {
            App = request.App,
            FilesTotal = request.App is null ? usage?.Files : usage?.AppFiles.GetValueOrDefault(request.App),
            BytesTotal = request.App is null ? usage?.BytesUsed : usage?.AppBytes.GetValueOrDefault(request.App),
        }, cancel);
        return null;
    }

    private async Task CloseApp(ErasureRequest request, long keys, CancellationToken cancel)
    {
        await foreach (var usage in metadata.QueryEvery(Partitions.Of(request.TenantId), new UsagesById(PageSize), cancel))
        {
            if (usage.AppFiles.GetValueOrDefault(request.App!) == 0 && (usage.AppFiles.ContainsKey(request.App!) || usage.AppBytes.ContainsKey(request.App!)))
                await Commit(request.TenantId, [Change.Replace(usage.Without(request.App!))], cancel);
        }
        await Commit(request.TenantId, [Change.Delete(request), Change.Create(Closing(request, keys))], cancel);
        LogClosed(log, request.TenantId, request.App, request.Files);
    }

    private async Task CloseTenant(ErasureRequest request, DateTimeOffset? lastArrival, CancellationToken cancel)
    {
        if (time.GetUtcNow() < request.BegunAt + RequestsEnd)
            await Wait(request, ErasureWait.Requests, request.BegunAt!.Value + RequestsEnd, cancel);
        else if (lastArrival is { } arrival)
            await Wait(request, ErasureWait.Uploads, arrival, cancel);
        else if (await records.AwaitsOthers(request.TenantId, cancel))
            await Wait(request, ErasureWait.Links, time.GetUtcNow() + TimeSpan.FromMinutes(1), cancel);
        else if (await records.Run(request, cancel))
            await queue.Send(new EraseJob(request.TenantId), cancel); // It closes when it finds nothing more.
        else
        {
            await records.Leave(request.TenantId, cancel);
            var tenant = await metadata.Read<Tenant>(Partitions.Of(request.TenantId), Tenant.OnlyId, cancel);
            await Commit(request.TenantId,
            [
                Change.Delete(request), Change.Create(Closing(request, request.Keys)),
                .. tenant is null ? [] : new[] { Change.Delete(tenant) },
            ], cancel);
            LogClosed(log, request.TenantId, request.App, request.Files);
        }
    }

    private ErasureReceipt Closing(ErasureRequest request, long keys) => ErasureReceipt.Closing(
        request.TenantId, request.ErasureId, request.App, new(request.Files, request.Bytes, request.Links, keys), time.GetUtcNow());

    /// <returns>null.</returns>
    private async Task<ErasureRequest?> Wait(ErasureRequest request, ErasureWait reason, DateTimeOffset until, CancellationToken cancel)
    {
        await Commit(request.TenantId, [Change.Replace(request with { WaitsFor = reason, DueAt = until })], cancel);
        return null;
    }

    private async Task<IReadOnlyList<string?>> Commit(TenantId tenant, IReadOnlyList<Change> changes, CancellationToken cancel)
    {
        var result = await metadata.Commit(Partitions.Of(tenant), changes, cancel);
        if (result.Succeeded)
            return result.ETags;
        result.ExpectRaceOn(changes.Select(change => change.Id));
        throw new StoreBusyException("metadata store", TimeSpan.FromSeconds(1));
    }

    [LoggerMessage(13001, LogLevel.Warning, "Erasure {Erasure} of tenant {Tenant} has begun (app: {App})")]
    private static partial void LogBegun(ILogger log, TenantId tenant, string? app, ErasureId erasure);

    [LoggerMessage(13002, LogLevel.Warning, "The erasure of tenant {Tenant} is done (app: {App}): {Files} files")]
    private static partial void LogClosed(ILogger log, TenantId tenant, string? app, long files);

    [LoggerMessage(13003, LogLevel.Information, "Key {Prefix} has no record to authenticate with")]
    private static partial void LogNoKey(ILogger log, string prefix);
}
