using FluidCloud.Core.Access;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Keys;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Metering;
using FluidCloud.Core.Previews;
using FluidCloud.Core.Quota;
using FluidCloud.Core.Rescans;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Spaces;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Erasures;

/// <summary>
/// Erases what is left of a tenant whose files are purged: bytes that no record names, and the records of every kind.
/// </summary>
public sealed class EraseTenantRecords(IMetadataStore metadata, IBlobStore blobs, IPartStore parts, IPreviewStore previews)
{
    private const int PageSize = IMetadataStore.MaxOperations - 1;

    /// <summary>Whether the edge has yet to forget a link, or the journal to learn of a revocation.</summary>
    public async Task<bool> AwaitsOthers(TenantId tenant, CancellationToken cancel) =>
        (await metadata.Query(Partitions.Of(tenant), new EdgePurgesOfTenant(Limit: 1), cancel)).Items.Count > 0
        || (await metadata.Query(Partitions.Of(tenant), new Every<Revocation>(Limit: 1), cancel)).Items.Count > 0;

    /// <returns>Whether it found anything. The tenant's own record and its place in the directory stay.</returns>
    /// <exception cref="StoreBusyException">Another writer changed a record.</exception>
    public async Task<bool> Run(ErasureRequest request, CancellationToken cancel)
    {
        var tenant = request.TenantId;
        var found = await EraseBytes(tenant, cancel);
        found |= await DeleteKeys(request, cancel);
        found |= await Delete<Share>(tenant, cancel);
        found |= await Delete<Folder>(tenant, cancel);
        found |= await Delete<Sweep>(tenant, cancel);
        found |= await Delete<Rescan>(tenant, cancel);
        found |= await Delete<PreviewAttempt>(tenant, cancel);
        found |= await Delete<Space>(tenant, cancel);
        found |= await Delete<DefaultSpaceMade>(tenant, cancel);
        found |= await Delete<MonthlyCalls>(tenant, cancel);
        found |= await Delete<UsageHistory>(tenant, cancel);
        return found | await Delete<Usage>(tenant, cancel);
    }

    /// <summary>Takes the tenant out of the directory.</summary>
    public async Task Leave(TenantId tenant, CancellationToken cancel)
    {
        if (await metadata.Read<TenantEntry>(Partitions.TenantDirectory, tenant.ToString(), cancel) is { } entry)
            await Commit(Partitions.TenantDirectory, [Change.Delete(entry)], cancel);
    }

    /// <summary>The bytes of files are gone: this finds what storage holds without a record.</summary>
    private async Task<bool> EraseBytes(TenantId tenant, CancellationToken cancel)
    {
        var found = false;
        await foreach (var part in parts.List(tenant, "", cancel))
        {
            await parts.Erase(new(tenant, Id.Parse<FileId>(part.Id)), cancel);
            found = true;
        }
        await foreach (var preview in previews.List(tenant, "", cancel))
        {
            await previews.Erase(preview.Name, cancel);
            found = true;
        }
        await foreach (var blob in blobs.List(tenant, "", cancel))
        {
            await blobs.Erase(new(tenant, Id.Parse<FileId>(blob.Id)), cancel);
            found = true;
        }
        return found;
    }

    /// <summary>The record that authenticates goes first: afterwards nothing would find it.</summary>
    private async Task<bool> DeleteKeys(ErasureRequest request, CancellationToken cancel)
    {
        var partition = Partitions.Of(request.TenantId);
        var present = request;
        for (var found = false; ; found = true)
        {
            var keys = (await metadata.Query(partition, new KeysByAge(PageSize), cancel)).Items;
            if (keys.Count == 0)
                return found;
            foreach (var key in keys)
            {
                var authenticating = Partitions.OfApiKey(key.ListedKeyId);
                if (await metadata.Read<ApiKey>(authenticating, ApiKey.OnlyId, cancel) is { } record)
                    await Commit(authenticating, [Change.Delete(record)], cancel);
            }
            present = present with { Keys = present.Keys + keys.Count };
            var etags = await Commit(partition, [Change.Replace(present), .. keys.Select(Change.Delete)], cancel);
            present = present with { ETag = etags[0]! };
        }
    }

    private async Task<bool> Delete<T>(TenantId tenant, CancellationToken cancel) where T : Document, IDocumentType
    {
        var partition = Partitions.Of(tenant);
        for (var found = false; ; found = true)
        {
            var page = (await metadata.Query(partition, new Every<T>(PageSize), cancel)).Items;
            if (page.Count == 0)
                return found;
            await Commit(partition, [.. page.Select(Change.Delete)], cancel);
        }
    }

    private async Task<IReadOnlyList<string?>> Commit(string partition, IReadOnlyList<Change> changes, CancellationToken cancel)
    {
        var result = await metadata.Commit(partition, changes, cancel);
        if (result.Succeeded)
            return result.ETags;
        result.ExpectRaceOn(changes.Select(change => change.Id));
        throw new StoreBusyException("metadata store", TimeSpan.FromSeconds(1));
    }

    private sealed record Every<T>(int Limit) : Query<T>(Limit) where T : Document, IDocumentType
    {
        public override QueryShape Shape => QueryShape.All;
    }
}
