using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FluidCloud.Adapters.Azure;
using FluidCloud.Core;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Spaces;
using FluidCloud.Core.Uploads;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Hosting;

/// <summary>All that the stores hold of a tenant, to recount what the product keeps as counters.</summary>
public sealed record StoredState(
    IReadOnlyList<FileItem> Files, IReadOnlyList<Folder> Folders, IReadOnlyList<Upload> Uploads, IReadOnlyList<Space> Spaces,
    IReadOnlyList<Usage> Usages, IReadOnlyList<Share> Shares, IReadOnlyList<string> Blobs)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<StoredState> OfAsync(TenantClient client)
    {
        var blobs = await new BlobServiceClient(client.App.StorageConnection).GetBlobContainerClient(AzureBlobStore.Container)
            .GetBlobsAsync(new GetBlobsOptions { Prefix = client.Tenant + "/" }, Cancel).Select(blob => blob.Name).ToListAsync(Cancel);
        return await OfAsync(client.App.Services.GetRequiredService<IMetadataStore>(), client.Tenant, blobs);
    }

    public static async Task<StoredState> OfAsync(IMetadataStore metadata, TenantId tenant, IReadOnlyList<string> blobs)
    {
        return new(await Every<FileItem>(), await Every<Folder>(), await Every<Upload>(), await Every<Space>(), await Every<Usage>(), await Every<Share>(), blobs);

        async Task<IReadOnlyList<T>> Every<T>() where T : Document, IDocumentType =>
            await metadata.QueryEvery(Partitions.Of(tenant), new EveryDocument<T>(), Cancel).ToListAsync(Cancel);
    }

    /// <summary>Every counter equals a recount, and every file, folder and blob has its place.</summary>
    public void ShouldBeExact()
    {
        foreach (var folder in Folders)
        {
            var below = Below(folder, level: 1).ToList();
            var files = Files.Where(file => file.IsLive && (file.FolderId == folder.FolderId || below.Any(one => one.Folder.FolderId == file.FolderId))).ToList();
            (folder.Files, folder.Bytes).ShouldBe((files.Count, files.Sum(file => file.Size)), $"folder {folder.Name}");
            folder.Levels.Where(level => level.Value != 0).OrderBy(level => level.Key)
                .ShouldBe(below.CountBy(one => Folder.Level(one.Level)).Select(count => KeyValuePair.Create(count.Key, (long)count.Value)).OrderBy(level => level.Key), $"folder {folder.Name}");
            if (folder is { DeletedAt: null, ParentId: not null })
                Folders.ShouldContain(one => one.FolderId == folder.ParentId, $"folder {folder.Name} is nowhere");
        }
        foreach (var file in Files.Where(file => file is { IsLive: true, FolderId: not null }))
            Folders.ShouldContain(folder => folder.FolderId == file.FolderId, $"file {file.OriginalName} is nowhere");
        Recount(Usages.Single(usage => usage.Id == Usage.IdOf(null)), Files, Folders, Uploads);
        Usages.Single(usage => usage.Id == Usage.IdOf(null)).LinksUsed.ShouldBe(Shares.Count(share => share.TakesSlot));
        Shares.Select(share => share.FileId).Except(Files.Where(file => file.Shared).Select(file => file.FileId)).ShouldBeEmpty("links of no file, or of one that does not know");
        foreach (var space in Spaces.Select(space => Id.Parse<SpaceId>(space.Id)))
            Recount(Usages.Single(usage => usage.Id == Usage.IdOf(space)), [.. Files.Where(file => file.SpaceId == space)],
                [.. Folders.Where(folder => folder.SpaceId == space)], [.. Uploads.Where(upload => upload.SpaceId == space)]);
        Files.Select(file => $"{file.TenantId}/{file.Id}").Except(Blobs).ShouldBeEmpty("files without bytes");
        Blobs.Except(Files.Select(file => $"{file.TenantId}/{file.Id}")).Except(Uploads.Select(upload => $"{upload.TenantId}/{upload.FileId}"))
            .ShouldBeEmpty("bytes without a file");
    }

    /// <summary>Nothing is left of what a sweep has emptied.</summary>
    public void ShouldBeBare()
    {
        Files.ShouldBeEmpty();
        Folders.ShouldBeEmpty();
        Blobs.ShouldBeEmpty();
    }

    private IEnumerable<(Folder Folder, int Level)> Below(Folder folder, int level) =>
        Folders.Where(child => child.ParentId == folder.FolderId && child.DeletedAt is null)
            .SelectMany(child => Below(child, level + 1).Prepend((child, level)));

    private static void Recount(Usage usage, IReadOnlyList<FileItem> files, IReadOnlyList<Folder> folders, IReadOnlyList<Upload> uploads)
    {
        usage.Files.ShouldBe(files.Count, usage.Id);
        usage.BytesUsed.ShouldBe(files.Sum(file => file.Size), usage.Id);
        usage.Folders.ShouldBe(folders.Count, usage.Id);
        usage.Uploads.ShouldBe(uploads.Count(upload => upload.HoldsRoom), usage.Id);
        usage.BytesReserved.ShouldBe(uploads.Sum(upload => upload.Size), usage.Id);
        var trashed = files.Where(file => file.DeletedAt is not null).ToList();
        var roots = folders.Where(folder => folder.DeletedAt is not null).ToList();
        usage.TrashFiles.ShouldBe(trashed.Count + roots.Sum(folder => folder.Files), usage.Id);
        usage.TrashBytes.ShouldBe(trashed.Sum(file => file.Size) + roots.Sum(folder => folder.Bytes), usage.Id);
    }

    private sealed record EveryDocument<T>() : Query<T>(Limit: 1000) where T : Document, IDocumentType
    {
        public override QueryShape Shape => QueryShape.All;
    }
}
