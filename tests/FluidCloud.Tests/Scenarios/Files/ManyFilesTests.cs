using System.Text.Json;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class ManyFilesTests(LocalApp app) : IClassFixture<LocalApp>
{
    public static TheoryData<string> Routes => ["files/trash", "files/restore", "gdpr/files/erase"];

    private static List<(string Id, int Status, string? Detail)> Answers(ApiResponse response) =>
        [.. response.ShouldBe(200)["results"].EnumerateArray().Select(one => (one.GetProperty("id").GetString()!,
            one.GetProperty("status").GetInt32(), one.GetProperty("detail").GetString()))];

    [Fact]
    public async Task Each_id_gets_its_own_answer_in_the_order_of_the_ids()
    {
        var client = await app.NewTenantAsync();
        var folder = await client.NewFolderAsync("folder");
        var (live, trashed, inFolder) = (await client.UploadAsync(), await client.UploadAsync(), await client.UploadIntoAsync(folder, "a.txt", size: 3));
        var purged = await client.UploadAsync();
        (await client.DeleteAsync($"files/{trashed}")).ShouldBe(200);
        (await client.DeleteAsync($"gdpr/files/{purged}")).ShouldBe(204);
        var foreign = await (await app.NewTenantAsync()).UploadAsync();
        var unknown = Guid.NewGuid().ToString();
        var clock = (await client.GetAsync($"files/{trashed}"))["deleted_at"].GetString();
        var ids = new[] { unknown, live, trashed, live, inFolder, purged, foreign };

        var first = Answers(await client.PostAsync("files/trash", new { file_ids = ids }));
        var deletedAt = (await client.GetAsync($"files/{trashed}"))["deleted_at"].GetString();
        var restored = Answers(await client.PostAsync("files/restore", new { file_ids = ids }));
        var again = Answers(await client.PostAsync("files/restore", new { file_ids = ids }));
        var erased = Answers(await client.PostAsync("gdpr/files/erase", new { file_ids = ids }));
        var gone = Answers(await client.PostAsync("gdpr/files/erase", new { file_ids = ids }));

        first.Select(one => (one.Id, one.Status)).ShouldBe(ids.Zip([404, 200, 200, 200, 200, 404, 404]));
        deletedAt.ShouldBe(clock); // Statement 225.
        restored.Select(one => one.Status).ShouldBe([404, 200, 200, 200, 200, 404, 404]);
        again.Select(one => one.Status).ShouldBe([404, 409, 409, 409, 409, 404, 404]);
        again[1].Detail.ShouldBe("File is not in Trash.");
        erased.Select(one => (one.Id, one.Status)).ShouldBe(ids.Zip([404, 200, 200, 200, 200, 404, 404]));
        erased[1].Detail.ShouldBeNull();
        gone.ShouldAllBe(one => one.Status == 404 && one.Detail == "File not found.");
        (await StoredBytes.Blobs(client)).ShouldBeEmpty();
        (await client.BytesUsedAsync()).ShouldBe(0);
        (await client.GetAsync($"folders/{folder}/stats"))["files"].GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task More_files_than_one_commit_takes_go_and_come_back_and_are_erased()
    {
        var client = await app.NewTenantAsync();
        var folders = new List<string>();
        for (var number = 0; number < 40; number++)
            folders.Add(await client.NewFolderAsync($"branch-{number}"));
        var ids = new string[150];
        await Parallel.ForEachAsync(Enumerable.Range(0, ids.Length), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, _) =>
            ids[number] = await client.UploadIntoAsync(folders[number % folders.Count], $"{number:D3}.txt", size: 3));

        Answers(await client.PostAsync("files/trash", new { file_ids = ids })).ShouldAllBe(one => one.Status == 200);
        (await client.GetAsync("gdpr/trash"))["files"].GetInt64().ShouldBe(150);
        Answers(await client.PostAsync("files/restore", new { file_ids = ids })).ShouldAllBe(one => one.Status == 200);
        (await client.GetAsync($"folders/{folders[0]}/stats"))["files"].GetInt64().ShouldBe(4);
        Answers(await client.PostAsync("gdpr/files/erase", new { file_ids = ids })).ShouldAllBe(one => one.Status == 200);

        (await client.BytesUsedAsync()).ShouldBe(0);
        (await StoredBytes.Blobs(client)).ShouldBeEmpty();
        (await client.GetAsync($"gdpr/receipts/{ids[149]}")).ShouldBe(200);
    }

    public static TheoryData<string, string, string> BadBodies
    {
        get
        {
            var bodies = new TheoryData<string, string, string>();
            foreach (var route in Routes.Select(row => row.Data))
            {
                bodies.Add(route, "{}", "file_ids");
                bodies.Add(route, """{"file_ids":null}""", "file_ids");
                bodies.Add(route, """{"file_ids":[]}""", "1 to 1000");
                bodies.Add(route, """{"file_ids":[null]}""", "file_ids");
                bodies.Add(route, """{"file_ids":["x"]}""", "file_ids");
                bodies.Add(route, """{"file_ids":[1]}""", "file_ids[0]");
                bodies.Add(route, """{"file_ids":"9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f"}""", "file_ids");
                bodies.Add(route, JsonSerializer.Serialize(new { file_ids = Enumerable.Range(0, 1001).Select(_ => Guid.NewGuid()) }), "1 to 1000");
            }
            return bodies;
        }
    }

    [Theory, MemberData(nameof(BadBodies))]
    public async Task A_bad_list_is_refused_whole(string route, string body, string mentions) =>
        (await (await app.NewTenantAsync()).PostAsync(route, body)).ShouldFail(422, mentions);
}
