using FluidCloud.Core.Access;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Files;

/// <summary>Finds a file by its id or by the caller's own key.</summary>
public sealed class FindFile(IMetadataStore metadata, LocateFiles locate)
{
    private const int PageSize = 20;

    /// <returns>The file as callers see it, not as it is stored.</returns>
    /// <exception cref="FluidCloudException">
    /// 404: no such file, being purged, another tenant's, or outside the reach (statements 27, 133, 236).
    /// </exception>
    public async Task<FileItem> ById(Reach reach, FileId id, CancellationToken cancel) => (await Located(reach, id, cancel)).Effective;

    /// <summary>For APIs without Trash: a file in Trash is not found.</summary>
    /// <exception cref="FluidCloudException">404: no such file, or it is in Trash.</exception>
    public async Task<FileItem> LiveById(Reach reach, FileId id, CancellationToken cancel) =>
        await ById(reach, id, cancel) is { DeletedAt: null } file ? file : throw Errors.FileNotFound();

    /// <inheritdoc cref="ById"/>
    /// <returns>The stored file with the folders above it, as changes need it.</returns>
    public async Task<LocatedFile> Located(Reach reach, FileId id, CancellationToken cancel) =>
        await locate.ById(reach, id, cancel) ?? throw Errors.FileNotFound();

    /// <summary>A live file of that name in a folder, or in the root of a space; names need not be unique.</summary>
    /// <returns>null when there is none.</returns>
    public async Task<FileItem?> Named(TenantId tenant, SpaceId space, FolderId? folder, string name, CancellationToken cancel) =>
        (await metadata.Query(Partitions.Of(tenant), new FileOfName(ListingKey.Of(space, folder), name), cancel)).Items is [var file] ? file : null;

    /// <summary>The latest live file uploaded under the key (statement 126).</summary>
    /// <param name="app">null looks in every product namespace.</param>
    public async Task<FileItem> ByClientKey(Reach reach, string? clientKey, string? app, CancellationToken cancel)
    {
        if (app is not null && !reach.Covers(app))
            throw Errors.FileNotFound();
        var tenant = reach.Tenant;
        var folders = new ReadFolders();
        for (Query<FileItem>? query = new FilesOfClientKey(ClientKey.Validate(clientKey), reach.Narrow(app), PageSize); query is not null;)
        {
            var page = await metadata.Query(Partitions.Of(tenant), query, cancel);
            // Skips files in a trashed folder, and files removed with their folder since the query.
            var located = await locate.Of(tenant, page.Items, cancel, folders);
            foreach (var live in located.Where(file => file.CountedBy.IsLive))
            {
                if (await locate.Covers(reach, live.Stored, cancel))
                    return live.Stored;
            }
            query = page.Next is null ? null : query with { After = page.Next };
        }
        throw Errors.FileNotFound();
    }
}
