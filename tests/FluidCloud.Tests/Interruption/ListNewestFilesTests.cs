using FluidCloud.Core;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Trash;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

/// <summary>A list by numbers reads what it passes over, but not without an end.</summary>
public sealed class ListNewestFilesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_lies_in_trash_with_a_folder_is_passed_over()
    {
        await using var world = await new World().Settle();
        var old = (await world.Upload(1))[0];
        await FillTrash(world, 600);

        (await List(world.Get<ListNewestFiles>(), world, offset: 0)).Single().FileId.ShouldBe(old);
    }

    [Fact]
    public async Task Trash_without_an_end_is_told_instead_of_read()
    {
        await using var world = await new World().Settle();
        await FillTrash(world, 600);
        var store = new EndlessFiles(world.Store);
        var list = new ListNewestFiles(store, new(store, new(store, new(store), world.Clock), new(store), world.Clock));

        var error = await Should.ThrowAsync<FluidCloudException>(() => List(list, world, offset: 9_000));

        error.Code.ShouldBe(ErrorCode.BadRequest);
        error.Message.ShouldContain("empty Trash");
        store.Pages.ShouldBeInRange(100, 101); // Of 500 files each.
    }

    [Fact]
    public async Task Each_folder_is_read_once_for_all_pages()
    {
        await using var world = await new World().Settle();
        var parent = await world.NewFolder();
        var folders = new List<FolderId> { parent };
        for (var number = 0; number < 8; number++)
            folders.Add(await world.NewFolder(parent));
        var ids = new List<FileId>();
        foreach (var folder in folders)
            ids.AddRange(await world.Upload(2, folder: folder));
        await Copy(world, ids, copies: 70);
        await world.Get<TrashFolder>().Run(world.Tenant, await world.NewFolder(), Cancel);
        var reads = new List<string>();
        using var store = new WatchedMetadata(world.Store, call => reads.Add($"{call.Kind} {call.Type}"));
        var list = new ListNewestFiles(store, new(store, new(store, new(store), world.Clock), new(store), world.Clock));

        (await List(list, world, offset: 1150)).Count.ShouldBe(100);

        reads.Count(read => read == $"{MetadataCall.Query} {FileItem.Type}").ShouldBe(3);
        reads.Count(read => read == $"{MetadataCall.Read} {Folder.Type}").ShouldBe(folders.Count);
    }

    /// <summary>More files like those, without bytes.</summary>
    private static async Task Copy(World world, IReadOnlyList<FileId> ids, int copies)
    {
        var partition = Partitions.Of(world.Tenant);
        foreach (var id in ids)
        {
            var file = await world.Store.Read<FileItem>(partition, id.ToString(), Cancel);
            var changes = Enumerable.Range(0, copies).Select(_ => Change.Create(file! with { Id = Guid.NewGuid().ToString() }));
            (await world.Store.Commit(partition, [.. changes], Cancel)).Succeeded.ShouldBeTrue();
        }
    }

    private static async Task FillTrash(World world, int count)
    {
        var partition = Partitions.Of(world.Tenant);
        var folder = await world.NewFolder();
        var file = await world.Store.Read<FileItem>(partition, (await world.Upload(1, folder: folder))[0].ToString(), Cancel);
        foreach (var batch in Enumerable.Range(1, count - 1).Chunk(IMetadataStore.MaxOperations))
        {
            var copies = batch.Select(_ => Change.Create(file! with { Id = Guid.NewGuid().ToString() }));
            (await world.Store.Commit(partition, [.. copies], Cancel)).Succeeded.ShouldBeTrue();
        }
        await world.Get<TrashFolder>().Run(world.Tenant, folder, Cancel);
    }

    private static Task<IReadOnlyList<FileItem>> List(ListNewestFiles list, World world, int offset) =>
        list.Run(world.Tenant, media: [], tags: [], offset, limit: 100, Cancel);

    /// <summary>Behind each page of files it finds the first one again.</summary>
    private sealed class EndlessFiles(IMetadataStore inner) : IMetadataStore
    {
        public int Pages { get; private set; }

        public Task<T?> Read<T>(string partition, string id, CancellationToken cancel) where T : Document, IDocumentType =>
            inner.Read<T>(partition, id, cancel);

        public Task<Page<T>> Query<T>(string? partition, Query<T> query, CancellationToken cancel) where T : Document, IDocumentType
        {
            if (query is FilesByAge)
                Pages++;
            return inner.Query(partition, query with { After = null }, cancel);
        }

        public Task<CommitResult> Commit(string partition, IReadOnlyList<Change> changes, CancellationToken cancel) =>
            inner.Commit(partition, changes, cancel);
    }
}
