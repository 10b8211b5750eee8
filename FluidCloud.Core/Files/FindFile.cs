using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Files;

/// <summary>One file, by its id or by the caller's own key.</summary>
public sealed class FindFile(IMetadataStore metadata)
{
    /// <exception cref="FluidCloudException">404: not there, being purged, or another tenant's (statements 27, 133).</exception>
    public async Task<FileItem> ById(TenantId tenant, FileId id, CancellationToken cancel) =>
        await metadata.Read<FileItem>(Partitions.Of(tenant), id.ToString(), cancel) is { Status: not FileStatus.Purging } file
            ? file
            : throw Errors.FileNotFound();

    /// <summary>The latest live file uploaded under the key (statement 126).</summary>
    /// <param name="app">null looks in every product namespace.</param>
    public async Task<FileItem> ByClientKey(TenantId tenant, string? clientKey, string? app, CancellationToken cancel)
    {
        var page = await metadata.Query(Partitions.Of(tenant), new FilesOfClientKey(ClientKey.Validate(clientKey), app), cancel);
        return page.Items is [var file, ..] ? file : throw Errors.FileNotFound();
    }
}
