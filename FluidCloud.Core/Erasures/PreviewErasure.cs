using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Keys;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Erasures;

/// <summary>Counts what the erasure of a tenant or an app would erase.</summary>
public sealed class PreviewErasure(IMetadataStore metadata)
{
    private const int PageSize = 500;

    /// <param name="app">null: the whole tenant.</param>
    /// <exception cref="FluidCloudException">404: the tenant has nothing of this app; 422: it is no name of an app.</exception>
    public async Task<ErasurePreview> Run(Tenant tenant, string? app, CancellationToken cancel)
    {
        if (app is not null)
            ProductNamespace.Validate(app);
        var partition = Partitions.Of(tenant.TenantId);
        var usage = await metadata.Read<Usage>(partition, Usage.IdOf(space: null), cancel) ?? Usage.Empty(space: null);
        var keys = await metadata.QueryEvery(partition, new KeysByAge(PageSize), cancel)
            .CountAsync(key => key.RevokedAt is null && (app is null || key.App == app), cancel);
        if (app is not null && keys == 0 && !usage.AppFiles.ContainsKey(app))
            throw Errors.AppNotFound();
        return new(
            Name: app ?? tenant.Name,
            Files: app is null ? usage.Files : usage.AppFiles.GetValueOrDefault(app),
            Bytes: app is null ? usage.BytesUsed : usage.AppBytes.GetValueOrDefault(app),
            Links: await CountLinks(partition, app, cancel),
            Keys: keys);
    }

    private async Task<long> CountLinks(string partition, string? app, CancellationToken cancel)
    {
        var count = 0L;
        var shares = metadata.QueryEvery(partition, new SharesNewestFirst(File: null, PageSize), cancel);
        await foreach (var page in shares.Chunk(PageSize).WithCancellation(cancel))
            count += app is null ? page.Length : await CountOfApp(partition, page, app, cancel);
        return count;
    }

    private async Task<int> CountOfApp(string partition, IReadOnlyList<Share> shares, string app, CancellationToken cancel)
    {
        var files = await metadata.Query(partition, new FilesById([.. shares.Select(share => share.FileId).Distinct()]), cancel);
        var wanted = files.Items.Where(file => file.SourceApp == app).Select(file => file.FileId).ToHashSet();
        return shares.Count(share => wanted.Contains(share.FileId));
    }
}

/// <param name="Name">What has to be typed to confirm the erasure: the name of the tenant, or the app.</param>
/// <param name="Links">All raw links, expired ones included that still have a record.</param>
/// <param name="Keys">Those that work.</param>
public sealed record ErasurePreview(string Name, long Files, long Bytes, long Links, long Keys);
