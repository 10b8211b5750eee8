using System.Diagnostics;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class FoldersTests(LocalApp app) : IClassFixture<LocalApp>
{
    private const string NoSuchId = "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f";

    [Fact]
    public async Task A_folder_is_described_by_its_documented_fields()
    {
        var client = await app.NewTenantAsync();
        var space = await client.SpaceAsync();
        var parent = await client.NewFolderAsync("parent");

        var made = (await client.PostAsync("folders", new { space_id = space, name = "child", parent_id = parent })).ShouldBe(201);

        made.Json.EnumerateObject().Select(field => field.Name).ShouldBe(
            ["id", "tenant_id", "space_id", "parent_id", "name", "created_by", "deleted_at", "created_at", "updated_at"]);
        made["space_id"].GetString().ShouldBe(space);
        made["parent_id"].GetString().ShouldBe(parent);
        made["name"].GetString().ShouldBe("child");
        made["deleted_at"].GetString().ShouldBeNull();
        (await client.GetAsync($"folders/{made["id"]}")).ShouldBe(200).Text.ShouldBe(made.Text);
        (await client.GetAsync($"folders/{parent}")).ShouldBe(200)["parent_id"].GetString().ShouldBeNull();
    }

    [Fact, Contract(111)]
    public async Task Folders_and_files_are_listed_by_their_parent_and_by_name()
    {
        var client = await app.NewTenantAsync();
        var b = await client.NewFolderAsync("b");
        await client.NewFolderAsync("a");
        await client.NewFolderAsync("a");
        await client.NewFolderAsync("inner", b);
        await client.UploadIntoAsync(b, "z.txt");
        await client.UploadIntoAsync(b, "y.txt");
        await client.UploadIntoAsync(null, "root.txt");

        (await client.FoldersInAsync(null)).ShouldBe(["a", "a", "b"]);
        (await client.FoldersInAsync(b)).ShouldBe(["inner"]);
        (await client.FilesInAsync(b)).ShouldBe(["y.txt", "z.txt"]);
        (await client.FilesInAsync(null)).ShouldBe(["root.txt"]);
        (await client.StatsAsync(b)).ShouldBe("""{"files":2,"bytes":10,"folders":1}""");
    }

    [Fact, Contract(133, 173, 222)]
    public async Task What_is_not_there_is_not_found_and_what_is_wrong_is_named()
    {
        var client = await app.NewTenantAsync();
        var space = await client.SpaceAsync();
        var other = await client.NewSpaceAsync();
        var elsewhere = await client.NewFolderAsync("elsewhere", spaceId: other);

        (await client.GetAsync("folders")).ShouldFail(400, "space_id");
        (await client.GetAsync($"folders?space_id={NoSuchId}")).ShouldFail(404, "Space");
        (await client.GetAsync($"folders?space_id={space}&parent_id={NoSuchId}")).ShouldFail(404, "Folder");
        (await client.GetAsync($"folders?space_id={space}&parent_id={elsewhere}")).ShouldFail(404, "Folder");
        (await client.GetAsync($"folders?space_id={space}&parent_id=x")).ShouldFail(422, "parent_id");
        (await client.GetAsync($"files?space_id={space}&folder_id={NoSuchId}")).ShouldFail(404, "Folder");
        (await client.GetAsync($"files?space_id={space}&folder_id={elsewhere}")).ShouldFail(404, "Folder");
        (await client.GetAsync($"folders/{NoSuchId}")).ShouldFail(404);
        (await client.GetAsync($"folders/{NoSuchId}/stats")).ShouldFail(404);
        (await client.GetAsync($"folders/{space}")).ShouldFail(404);
        (await client.GetAsync("folders/x")).ShouldFail(422, "folder_id");
        (await client.PostAsync("folders", new { name = "a" })).ShouldFail(422, "space_id");
        (await client.PostAsync("folders", new { space_id = space })).ShouldFail(422, "name");
        (await client.PostAsync("folders", new { space_id = space, name = "a/b" })).ShouldFail(422, "name");
        (await client.PostAsync("folders", new { space_id = space, name = ".." })).ShouldFail(422, "name");
        (await client.PostAsync("folders", new { space_id = NoSuchId, name = "a" })).ShouldFail(404, "Space");
        (await client.PostAsync("folders", new { space_id = space, name = "a", parent_id = NoSuchId })).ShouldFail(404, "Folder");
        (await client.PostAsync("folders", new { space_id = space, name = "a", parent_id = elsewhere })).ShouldFail(400, "space");
        (await client.PostAsync("uploads/initiate", new { space_id = space, name = "a", size = 1, folder_id = elsewhere })).ShouldFail(400, "space");
    }

    [Fact]
    public async Task A_folder_is_renamed_and_moved_with_all_that_is_in_it()
    {
        var client = await app.NewTenantAsync();
        var from = await client.NewFolderAsync("from");
        var to = await client.NewFolderAsync("to");
        var moved = await client.NewFolderAsync("moved", from);
        var inner = await client.NewFolderAsync("inner", moved);
        await client.UploadIntoAsync(inner, "deep.txt", size: 7);

        (await client.PatchAsync($"folders/{moved}", new { name = "renamed" })).ShouldBe(200)["parent_id"].GetString().ShouldBe(from);
        (await client.PatchAsync($"folders/{moved}", new { parent_id = to })).ShouldBe(200)["name"].GetString().ShouldBe("renamed");

        (await client.FoldersInAsync(from)).ShouldBeEmpty();
        (await client.FoldersInAsync(to)).ShouldBe(["renamed"]);
        (await client.FilesInAsync(inner)).ShouldBe(["deep.txt"]);
        (await client.StatsAsync(from)).ShouldBe("""{"files":0,"bytes":0,"folders":0}""");
        (await client.StatsAsync(to)).ShouldBe("""{"files":1,"bytes":7,"folders":2}""");
        (await client.PatchAsync($"folders/{moved}", new { parent_id = (string?)null, name = "top" })).ShouldBe(200);
        (await client.FoldersInAsync(null)).ShouldBe(["from", "to", "top"]);
        var unchanged = (await client.GetAsync($"folders/{moved}")).Text;
        (await client.PatchAsync($"folders/{moved}", new { })).ShouldBe(200).Text.ShouldBe(unchanged);
        (await client.PatchAsync($"folders/{moved}", new { name = (string?)null })).ShouldFail(422, "name");
    }

    [Fact]
    public async Task A_folder_does_not_go_into_itself_nor_below_nor_elsewhere()
    {
        var client = await app.NewTenantAsync();
        var other = await client.NewSpaceAsync();
        var top = await client.NewFolderAsync("top");
        var below = await client.NewFolderAsync("below", await client.NewFolderAsync("middle", top));
        var elsewhere = await client.NewFolderAsync("elsewhere", spaceId: other);
        var trashed = await client.NewFolderAsync("trashed");
        (await client.DeleteAsync($"folders/{trashed}")).ShouldBe(200);

        (await client.PatchAsync($"folders/{top}", new { parent_id = top })).ShouldFail(400, "itself");
        (await client.PatchAsync($"folders/{top}", new { parent_id = below })).ShouldFail(400, "itself");
        (await client.PatchAsync($"folders/{top}", new { parent_id = elsewhere })).ShouldFail(400, "space");
        (await client.PatchAsync($"folders/{top}", new { parent_id = NoSuchId })).ShouldFail(404, "Folder");
        (await client.PatchAsync($"folders/{top}", new { parent_id = trashed })).ShouldFail(409, "Trash");
        (await client.PatchAsync($"folders/{trashed}", new { name = "a" })).ShouldFail(409, "Trash");
    }

    [Fact]
    public async Task Two_moves_at_once_do_not_make_a_circle()
    {
        var client = await app.NewTenantAsync();
        for (var round = 0; round < 10; round++)
        {
            var a = await client.NewFolderAsync("a");
            var b = await client.NewFolderAsync("b");

            var answers = await Task.WhenAll(
                client.PatchAsync($"folders/{a}", new { parent_id = b }), client.PatchAsync($"folders/{b}", new { parent_id = a }));

            answers.Select(answer => (int)answer.Status).Order().ShouldBe([200, 400]);
        }
    }

    [Fact]
    public async Task Folders_nest_20_deep_however_they_get_there()
    {
        var client = await app.NewTenantAsync();
        var tower = await TowerAsync(client, 20);
        var tree = await TowerAsync(client, 3);

        (await client.PostAsync("folders", new { space_id = await client.SpaceAsync(), name = "21", parent_id = tower[19] })).ShouldFail(400, "20");
        (await client.PatchAsync($"folders/{tree[0]}", new { parent_id = tower[17] })).ShouldFail(400, "20");
        (await client.PatchAsync($"folders/{tree[0]}", new { parent_id = tower[16] })).ShouldBe(200);
        await client.UploadIntoAsync(tree[2], "deep.txt");
        (await client.StatsAsync(tower[0])).ShouldBe("""{"files":1,"bytes":5,"folders":22}""");

        // What was in Trash while the folder around it moved down comes back to the root.
        (await client.DeleteAsync($"folders/{tree[1]}")).ShouldBe(200);
        (await client.PatchAsync($"folders/{tree[0]}", new { parent_id = tower[18] })).ShouldBe(200);
        (await client.PostAsync($"folders/{tree[1]}/restore")).ShouldBe(200)["parent_id"].GetString().ShouldBeNull();
    }

    [Fact, Contract(118, 119, 120, 224, 225, 226)]
    public async Task Trashing_a_folder_denies_all_that_is_in_it_at_once_and_restoring_brings_it_back()
    {
        var client = await app.NewTenantAsync();
        var top = await client.NewFolderAsync("top");
        var inner = await client.NewFolderAsync("inner", top);
        var file = await client.UploadIntoAsync(inner, "a.txt", size: 7, clientKey: "key");
        await client.WaitForScanAsync(file);

        var trashed = (await client.DeleteAsync($"folders/{top}")).ShouldBe(200)["deleted_at"].GetString().ShouldNotBeNull();

        (await client.GetAsync($"files/{file}")).ShouldBe(200)["deleted_at"].GetString().ShouldBe(trashed);
        (await client.GetAsync($"files/{file}/download")).ShouldFail(409, "Trash");
        (await client.PatchAsync($"files/{file}", new { original_name = "b.txt" })).ShouldFail(409, "Trash");
        (await client.GetAsync("files/resolve?client_key=key")).ShouldFail(404);
        (await client.GetAsync($"folders/{inner}")).ShouldBe(200)["deleted_at"].GetString().ShouldBe(trashed);
        (await client.FilesInAsync(inner)).ShouldBeEmpty();
        (await client.FoldersInAsync(top)).ShouldBeEmpty();
        (await client.FoldersInAsync(null)).ShouldBeEmpty();
        (await client.NamesAsync("trash=true")).ShouldBeEmpty();
        (await client.FolderNamesAsync("trash=true")).ShouldBe(["top"]);
        (await client.PostAsync("uploads/initiate", new { space_id = await client.SpaceAsync(), name = "a", size = 1, folder_id = inner })).ShouldFail(409, "Trash");
        (await client.PostAsync("folders", new { space_id = await client.SpaceAsync(), name = "a", parent_id = inner })).ShouldFail(409, "Trash");
        (await client.GetAsync("gdpr/trash"))["bytes"].GetInt64().ShouldBe(7);
        app.Clock.Skip(TimeSpan.FromSeconds(2));
        (await client.DeleteAsync($"folders/{top}")).ShouldBe(200)["deleted_at"].GetString().ShouldBe(trashed);
        (await client.DeleteAsync($"folders/{inner}")).ShouldBe(200)["deleted_at"].GetString().ShouldBe(trashed);
        (await client.DeleteAsync($"files/{file}")).ShouldBe(200)["deleted_at"].GetString().ShouldBe(trashed);

        (await client.PostAsync($"folders/{top}/restore")).ShouldBe(200)["deleted_at"].GetString().ShouldBeNull();

        (await client.PostAsync($"folders/{top}/restore")).ShouldFail(409, "not in Trash");
        (await client.GetAsync($"files/{file}")).ShouldBe(200)["deleted_at"].GetString().ShouldBeNull();
        (await client.GetAsync($"files/{file}/download")).ShouldBe(200);
        (await client.GetAsync("files/resolve?client_key=key")).ShouldBe(200);
        (await client.FilesInAsync(inner)).ShouldBe(["a.txt"]);
        (await client.FolderNamesAsync("trash=true")).ShouldBeEmpty();
        (await client.GetAsync("gdpr/trash"))["bytes"].GetInt64().ShouldBe(0);
    }

    [Fact, Contract(118, 226)]
    public async Task What_was_trashed_before_its_folder_keeps_its_own_clock_and_way_back()
    {
        var client = await app.NewTenantAsync();
        var top = await client.NewFolderAsync("top");
        var inner = await client.NewFolderAsync("inner", top);
        var file = await client.UploadIntoAsync(top, "file.txt", size: 3);
        await client.UploadIntoAsync(inner, "inner.txt", size: 4);
        var before = (await client.DeleteAsync($"files/{file}"))["deleted_at"].GetString();
        (await client.DeleteAsync($"folders/{inner}")).ShouldBe(200);
        app.Clock.Skip(TimeSpan.FromSeconds(2));

        (await client.DeleteAsync($"folders/{top}")).ShouldBe(200)["deleted_at"].GetString().ShouldNotBe(before);

        (await client.GetAsync($"files/{file}"))["deleted_at"].GetString().ShouldBe(before);
        (await client.NamesAsync("trash=true")).ShouldBe(["file.txt"]);
        (await client.FolderNamesAsync("trash=true")).ShouldBe(["inner", "top"]);
        (await client.GetAsync("gdpr/trash"))["files"].GetInt64().ShouldBe(2);
        (await client.PostAsync($"folders/{top}/restore")).ShouldBe(200);
        (await client.FilesInAsync(top)).ShouldBeEmpty();
        (await client.FoldersInAsync(top)).ShouldBeEmpty();
        (await client.PostAsync($"files/{file}/restore")).ShouldBe(200)["folder_id"].GetString().ShouldBe(top);
        (await client.DeleteAsync($"folders/{top}")).ShouldBe(200);
        (await client.PostAsync($"folders/{inner}/restore")).ShouldBe(200)["parent_id"].GetString().ShouldBeNull();
        (await client.StatsAsync(inner)).ShouldBe("""{"files":1,"bytes":4,"folders":0}""");
        (await client.GetAsync("gdpr/trash"))["files"].GetInt64().ShouldBe(1);
    }

    [Fact, Contract(226)]
    public async Task Restoring_what_is_in_Trash_with_its_folder_takes_it_to_the_root()
    {
        var client = await app.NewTenantAsync();
        var top = await client.NewFolderAsync("top");
        var inner = await client.NewFolderAsync("inner", top);
        var file = await client.UploadIntoAsync(top, "file.txt", size: 3);
        await client.UploadIntoAsync(inner, "inner.txt", size: 4);
        (await client.DeleteAsync($"folders/{top}")).ShouldBe(200);

        (await client.PostAsync($"files/{file}/restore")).ShouldBe(200)["folder_id"].GetString().ShouldBeNull();
        (await client.PostAsync($"folders/{inner}/restore")).ShouldBe(200)["parent_id"].GetString().ShouldBeNull();

        (await client.FilesInAsync(null)).ShouldBe(["file.txt"]);
        (await client.FilesInAsync(inner)).ShouldBe(["inner.txt"]);
        (await client.StatsAsync(top)).ShouldBe("""{"files":0,"bytes":0,"folders":0}""");
        (await client.GetAsync("gdpr/trash"))["files"].GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task An_upload_whose_folder_went_to_Trash_meanwhile_is_not_lost()
    {
        var client = await app.NewTenantAsync();
        var folder = await client.NewFolderAsync("folder");
        var ticket = await client.BeginUploadIntoAsync(folder, "late.txt");
        (await client.DeleteAsync($"folders/{folder}")).ShouldBe(200);

        (await client.CompleteAsync(ticket)).ShouldBe(200)["folder_id"].GetString().ShouldBeNull();

        (await client.FilesInAsync(null)).ShouldBe(["late.txt"]);
    }

    [Fact, Contract(126)]
    public async Task A_client_key_resolves_past_the_files_of_a_trashed_folder()
    {
        var client = await app.NewTenantAsync();
        var folder = await client.NewFolderAsync("folder");
        var first = await client.UploadIntoAsync(null, "first.txt", clientKey: "key");
        app.Clock.Skip(TimeSpan.FromSeconds(1));
        for (var number = 0; number < 25; number++)
            await client.UploadIntoAsync(folder, $"{number}.txt", clientKey: "key");

        (await client.DeleteAsync($"folders/{folder}")).ShouldBe(200);

        (await client.GetAsync("files/resolve?client_key=key")).ShouldBe(200)["id"].GetString().ShouldBe(first);
    }

    [Fact, Contract(118, 119, 120, 221)]
    public async Task A_tree_of_2000_files_goes_and_comes_back_in_one_call_each()
    {
        var client = await app.NewTenantAsync();
        var top = await client.NewFolderAsync("top");
        var folders = new List<string> { top };
        for (var number = 0; number < 9; number++)
            folders.Add(await client.NewFolderAsync($"branch-{number}", folders[number / 3]));
        var files = new string[2000];
        await Parallel.ForEachAsync(Enumerable.Range(0, files.Length), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
            files[number] = await client.UploadIntoAsync(folders[number % folders.Count], $"{number:D4}.txt", size: 3, clientKey: $"key {number}"));
        (await client.StatsAsync(top)).ShouldBe("""{"files":2000,"bytes":6000,"folders":9}""");
        await client.WaitForScanAsync(files[1234]);

        var trashing = Stopwatch.StartNew();
        (await client.DeleteAsync($"folders/{top}")).ShouldBe(200);
        TestContext.Current.SendDiagnosticMessage($"Trashed 2,000 files in {trashing.ElapsedMilliseconds} ms.");

        await DeniedAsync();
        (await client.GetAsync("gdpr/trash"))["files"].GetInt64().ShouldBe(2000);
        var restoring = Stopwatch.StartNew();
        (await client.PostAsync($"folders/{top}/restore")).ShouldBe(200);
        TestContext.Current.SendDiagnosticMessage($"Restored them in {restoring.ElapsedMilliseconds} ms.");
        foreach (var folder in folders)
            (await client.FilesInAsync(folder)).Count.ShouldBe(200);
        (await client.GetAsync($"files/{files[1234]}/download")).ShouldBe(200);
        (await client.GetAsync("files/resolve?client_key=key 1234")).ShouldBe(200);
        (await client.StatsAsync(top)).ShouldBe("""{"files":2000,"bytes":6000,"folders":9}""");
        (await client.GetAsync("gdpr/trash"))["files"].GetInt64().ShouldBe(0);

        (await client.DeleteAsync($"folders/{top}")).ShouldBe(200);
        (await client.DeleteAsync("gdpr/trash")).ShouldBe(200).Text.ShouldBe("""{"status":"emptying","files":2000,"bytes":6000}""");
        var sweep = (await client.SweptAsync()).ShouldHaveSingleItem();
        sweep.GetProperty("state").GetString().ShouldBe("done");
        sweep.GetProperty("files_done").GetInt64().ShouldBe(2000);
        var left = await StoredState.OfAsync(client);
        left.ShouldBeExact();
        left.ShouldBeBare();

        async Task DeniedAsync()
        {
            foreach (var folder in folders)
                (await client.FilesInAsync(folder)).ShouldBeEmpty();
            for (var number = 4; number < files.Length; number += 123)
            {
                (await client.GetAsync($"files/{files[number]}")).ShouldBe(200)["deleted_at"].GetString().ShouldNotBeNull();
                (await client.GetAsync($"files/{files[number]}/download")).ShouldFail(409, "Trash");
                (await client.GetAsync($"files/resolve?client_key=key {number}")).ShouldFail(404);
            }
        }
    }

    private static async Task<IReadOnlyList<string>> TowerAsync(TenantClient client, int height)
    {
        var tower = new List<string>();
        for (var level = 0; level < height; level++)
            tower.Add(await client.NewFolderAsync($"{level + 1}", tower.LastOrDefault()));
        return tower;
    }
}
