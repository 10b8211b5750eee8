using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Files;

/// <summary>One file, by its id or by the caller's own key.</summary>
public sealed class FindFile(IMetadataStore metadata, LocateFiles locate)
{
    private const int PageSize = 20;

    /// <returns>The file as callers see it, not as it is stored.</returns>
    /// <exception cref="FluidCloudException">404: not there, being purged, or another tenant's (statements 27, 133).</exception>
    public async Task<FileItem> ById(TenantId tenant, FileId id, CancellationToken cancel) => (await Located(tenant, id, cancel)).Effective;

    /// <summary>For those who know no Trash: what is in it is not there.</summary>
    /// <exception cref="FluidCloudException">404.</exception>
    public async Task<FileItem> LiveById(TenantId tenant, FileId id, CancellationToken cancel) =>
        await ById(tenant, id, cancel) is { DeletedAt: null } file ? file : throw Errors.FileNotFound();

    /// <inheritdoc cref="ById"/>
    /// <returns>The file with the folders above it, as a change needs it.</returns>
    public async Task<LocatedFile> Located(TenantId tenant, FileId id, CancellationToken cancel) =>
        await locate.ById(tenant, id, cancel) ?? throw Errors.FileNotFound();

    /// <summary>A live file of that name in the root of a space; names need not be unique.</summary>
    /// <returns>null when there is none.</returns>
    public async Task<FileItem?> InRoot(TenantId tenant, SpaceId space, string name, CancellationToken cancel) =>
        (await metadata.Query(Partitions.Of(tenant), new FileOfName(ListingKey.Of(space, folder: null), name), cancel)).Items is [var file] ? file : null;

    /// <summary>The latest live file uploaded under the key (statement 126).</summary>
    /// <param name="app">null looks in every product namespace.</param>
    public async Task<FileItem> ByClientKey(TenantId tenant, string? clientKey, string? app, CancellationToken cancel)
    {
        var folders = new ReadFolders();
        for (Query<FileItem>? query = new FilesOfClientKey(ClientKey.Validate(clientKey), app, PageSize); query is not null;)
        {
            var page = await metadata.Query(Partitions.Of(tenant), query, cancel);
            // Those in a trashed folder are passed over; so is one that went away with its folder since the query.
            var located = await locate.Of(tenant, page.Items, cancel, folders);
            if (located.FirstOrDefault(file => file.CountedBy.IsLive) is { } live)
                return live.Stored;
            query = page.Next is null ? null : query with { After = page.Next };
        }
        throw Errors.FileNotFound();
    }
}
