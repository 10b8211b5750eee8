using FluidCloud.Core;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Sweeps;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class FolderSweepTests(LocalApp app) : IClassFixture<LocalApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract(42, 49, 50, 119, 221)]
    public async Task A_sweep_leaves_nothing_of_nested_trashed_folders()
    {
        var client = await app.NewTenantAsync();
        var top = await client.NewFolderAsync("top");
        var inner = await client.NewFolderAsync("inner", top);
        var deep = await client.NewFolderAsync("deep", await client.NewFolderAsync("empty", inner));
        var own = await client.UploadIntoAsync(inner, "own.txt", size: 1);
        await client.UploadIntoAsync(top, "top.txt", size: 2);
        await client.UploadIntoAsync(inner, "inner.txt", size: 4);
        await Task.WhenAll(Enumerable.Range(0, 150).Select(number => client.UploadIntoAsync(deep, $"{number}.txt", size: 1)));
        await client.TrashAsync(own);
        (await client.DeleteAsync($"folders/{deep}")).ShouldBe(200);
        (await client.DeleteAsync($"folders/{top}")).ShouldBe(200);

        (await client.DeleteAsync("gdpr/trash")).ShouldBe(200).Text.ShouldBe("""{"status":"emptying","files":153,"bytes":157}""");
        var sweep = (await client.SweptAsync()).ShouldHaveSingleItem();

        sweep.GetProperty("state").GetString().ShouldBe("done");
        sweep.GetProperty("files_done").GetInt64().ShouldBe(153);
        sweep.GetProperty("bytes_done").GetInt64().ShouldBe(157);
        (await client.GetAsync($"folders/{top}")).ShouldFail(404);
        (await client.PostAsync($"folders/{deep}/restore")).ShouldFail(404);
        (await client.FolderNamesAsync("trash=true")).ShouldBeEmpty();
        var left = await StoredState.OfAsync(client);
        left.ShouldBeExact();
        left.ShouldBeBare();
    }

    [Fact, Contract(45, 64, 219, 220)]
    public async Task A_sweep_leaves_what_was_restored_and_what_went_to_Trash_later_or_elsewhere()
    {
        var client = await app.NewTenantAsync();
        var other = await client.NewSpaceAsync();
        var restored = await FolderWithFileAsync("restored", trashed: true);
        (await client.PostAsync($"folders/{restored}/restore")).ShouldBe(200);
        var elsewhere = await client.NewFolderAsync("elsewhere", spaceId: other);
        (await client.DeleteAsync($"folders/{elsewhere}")).ShouldBe(200);
        await FolderWithFileAsync("gone", trashed: true);
        var parent = await FolderWithFileAsync("parent", trashed: false);
        var orphan = await client.UploadIntoAsync(parent, "orphan.txt");

        (await client.DeleteAsync($"gdpr/trash?space_id={await client.SpaceAsync()}")).ShouldBe(200)["files"].GetInt64().ShouldBe(1);
        app.Clock.Skip(TimeSpan.FromSeconds(1));
        await client.TrashAsync(orphan);
        (await client.DeleteAsync($"folders/{parent}")).ShouldBe(200);
        await client.SweptAsync();

        (await client.FolderNamesAsync("trash=true")).ShouldBe(["elsewhere", "parent"]);
        (await client.FilesInAsync(restored)).ShouldBe(["restored.txt"]);
        (await client.NamesAsync("trash=true")).ShouldBe(["orphan.txt"]);
        (await StoredState.OfAsync(client)).ShouldBeExact();

        async Task<string> FolderWithFileAsync(string name, bool trashed)
        {
            var folder = await client.NewFolderAsync(name);
            await client.UploadIntoAsync(folder, name + ".txt");
            if (trashed)
                (await client.DeleteAsync($"folders/{folder}")).ShouldBe(200);
            return folder;
        }
    }

    [Fact, Contract(19, 226)]
    public async Task A_file_of_a_trashed_folder_can_be_purged_alone_and_one_whose_folder_is_gone_is_restored_to_the_root()
    {
        var client = await app.NewTenantAsync();
        var folder = await client.NewFolderAsync("folder");
        var purged = await client.UploadIntoAsync(folder, "purged.txt", size: 3);
        var own = await client.UploadIntoAsync(folder, "own.txt", size: 4);
        (await client.DeleteAsync($"folders/{folder}")).ShouldBe(200);

        (await client.DeleteAsync($"gdpr/files/{purged}")).ShouldBe(204);
        (await StoredState.OfAsync(client)).ShouldBeExact();
        (await client.StatsAsync(folder)).ShouldBe("""{"files":1,"bytes":4,"folders":0}""");

        (await client.PostAsync($"folders/{folder}/restore")).ShouldBe(200);
        (await client.DeleteAsync($"folders/{folder}")).ShouldBe(200);
        (await client.PostAsync($"files/{own}/restore")).ShouldBe(200)["folder_id"].GetString().ShouldBeNull();
        (await client.DeleteAsync("gdpr/trash")).ShouldBe(200)["files"].GetInt64().ShouldBe(0);
        await client.SweptAsync();
        (await client.GetAsync($"folders/{folder}")).ShouldFail(404);
        (await client.FilesInAsync(null)).ShouldBe(["own.txt"]);
        (await StoredState.OfAsync(client)).ShouldBeExact();
    }

    [Fact, Contract(62, 63)]
    public async Task What_an_interruption_left_of_a_folder_is_finished_by_maintenance()
    {
        var client = await app.NewTenantAsync();
        var top = await client.NewFolderAsync("top");
        var inner = await client.NewFolderAsync("inner", top);
        await client.UploadIntoAsync(inner, "a.txt", size: 3);
        var trashed = (await client.DeleteAsync($"folders/{top}")).ShouldBe(200);
        // The folder has become a tombstone; then its message and its process went away.
        var metadata = app.Services.GetRequiredService<IMetadataStore>();
        var folder = (await metadata.Read<Folder>(Partitions.Of(client.Tenant), top, Cancel))!;
        var buried = folder with
        {
            Purge = new() { Cause = Core.Tombstones.PurgeCause.Sweep, Sweep = Id.New<SweepId>() },
            DueAt = app.Clock.GetUtcNow() + Folder.GracePeriod,
        };
        (await metadata.Commit(Partitions.Of(client.Tenant), [Change.Replace(buried)], Cancel)).Succeeded.ShouldBeTrue();
        (await client.PostAsync($"folders/{top}/restore")).ShouldFail(404);
        (await StoredState.OfAsync(client)).ShouldBeExact();

        app.Clock.Skip(Folder.GracePeriod + TimeSpan.FromSeconds(1));
        await app.RunMaintenanceAsync();

        await TenantClient.UntilAsync("nothing is left", async () => (await StoredState.OfAsync(client)) is { Files: [], Folders: [] });
        (await StoredState.OfAsync(client)).ShouldBeExact();
        trashed["deleted_at"].GetString().ShouldNotBeNull();
    }

    [Fact]
    public async Task Jobs_that_come_twice_or_too_late_do_no_harm()
    {
        var client = await app.NewTenantAsync();
        var live = await client.NewFolderAsync("live");
        await client.UploadIntoAsync(live, "live.txt");
        var gone = await client.NewFolderAsync("gone");
        await client.NewFolderAsync("inner", gone);
        await Task.WhenAll(Enumerable.Range(0, 70).Select(number => client.UploadIntoAsync(gone, $"{number}.txt")));
        (await client.DeleteAsync($"folders/{gone}")).ShouldBe(200);
        var queue = app.Services.GetRequiredService<IJobQueue>();

        (await client.DeleteAsync("gdpr/trash")).ShouldBe(200);
        var order = (await app.Services.GetRequiredService<IMetadataStore>()
            .Read<Sweep>(Partitions.Of(client.Tenant), Sweep.IdOf(null), Cancel))!.Ref;
        foreach (var folder in new[] { gone, live, gone, gone, live })
            await queue.Send(new PurgeFolderJob(client.Tenant, Id.Parse<FolderId>(folder), order), Cancel);
        (await client.SweptAsync()).ShouldHaveSingleItem().GetProperty("files_done").GetInt64().ShouldBe(70);

        (await client.FilesInAsync(live)).ShouldBe(["live.txt"]);
        await TenantClient.UntilAsync("one folder is left", async () => (await StoredState.OfAsync(client)).Folders.Count == 1);
        (await StoredState.OfAsync(client)).ShouldBeExact();
    }
}
