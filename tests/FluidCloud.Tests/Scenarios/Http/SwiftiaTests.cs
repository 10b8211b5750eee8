using System.Globalization;
using FluidCloud.Core.Access;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>Swiftia's document "Delete File", and what goes with it. Bodies are pinned byte for byte.</summary>
public class SwiftiaTests(StuckApp app) : IClassFixture<StuckApp>
{
    private const string NoSuchId = "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f";
    private const string NotFound = """{"message":"File not found"}""";

    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0];
    private static readonly byte[] Wave = [.. "RIFF\0\0\0\0WAVEfmt "u8];

    [Fact, Contract(195, 199, 201, 205, 207, 209)]
    public async Task A_deletion_is_confirmed_and_shows_in_the_next_listing()
    {
        var client = await app.NewTenantAsync(bytesLimit: 4 * 1024 * 1024);
        var kept = await client.UploadUnscannedAsync("kept.bin", new byte[1024 * 1024]);
        var id = await client.UploadUnscannedAsync("gone.bin", new byte[1024 * 1024]);
        (await client.SwiftiaAsync(HttpMethod.Get, "")).ShouldBe(200).Text.ShouldStartWith("""{"subSize":4,"usedSize":2,"usedSizePercent":50,"files":[{""");

        (await client.SwiftiaAsync(HttpMethod.Delete, "/" + id)).ShouldBe(200).Text.ShouldBe($$"""{"id":"{{id}}","deleted":true}""");

        var after = (await client.SwiftiaAsync(HttpMethod.Get, "")).ShouldBe(200);
        after.Text.ShouldStartWith("""{"subSize":4,"usedSize":1,"usedSizePercent":25,"files":[{""");
        Ids(after).ShouldBe([kept]);
        (await StoredState.OfAsync(client)).Blobs.ShouldBe([$"{client.Tenant}/{kept}"]);
        (await client.SwiftiaAsync(HttpMethod.Delete, "/" + id)).ShouldBe(404).Text.ShouldBe(NotFound);
        (await client.SwiftiaAsync(HttpMethod.Get, "/" + id)).ShouldBe(404).Text.ShouldBe(NotFound);
    }

    [Fact, Contract(209)]
    public async Task A_deletion_of_a_few_bytes_shows_too()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadUnscannedAsync("a.txt", new byte[10]);
        (await client.SwiftiaAsync(HttpMethod.Get, "")).ShouldBe(200).Text.ShouldContain("\"usedSize\":0.00001,"); // Not 1E-05.

        (await client.SwiftiaAsync(HttpMethod.Delete, "/" + id)).ShouldBe(200);

        (await client.SwiftiaAsync(HttpMethod.Get, "")).ShouldBe(200).Text.ShouldBe("""{"subSize":-1,"usedSize":0,"usedSizePercent":0,"files":[]}""");
    }

    [Theory, Contract(196, 205)]
    [InlineData(NoSuchId)]
    [InlineData("file_123")]
    [InlineData("null")]
    [InlineData("9f1c2d3e4a5b4c7d8e9f0a1b2c3d4e5f")]
    [InlineData("%7B9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f%7D")]
    [InlineData("..%2F..%2Fapi%2Fv1%2Fspaces")]
    public async Task An_id_that_is_not_there_or_can_not_be_is_a_404(string id)
    {
        var client = await app.NewTenantAsync();
        (await client.SwiftiaAsync(HttpMethod.Delete, "/" + id)).ShouldBe(404).Text.ShouldBe(NotFound);
        (await client.SwiftiaAsync(HttpMethod.Get, "/" + id)).ShouldBe(404).Text.ShouldBe(NotFound);
    }

    [Fact, Contract(206, 208)]
    public async Task A_file_of_another_organization_is_a_404_and_stays()
    {
        var owner = await app.NewTenantAsync();
        var id = await owner.UploadUnscannedAsync("a.txt", new byte[1]);
        var client = await app.NewTenantAsync();

        (await client.SwiftiaAsync(HttpMethod.Delete, "/" + id)).ShouldBe(404).Text.ShouldBe(NotFound);
        (await client.SwiftiaAsync(HttpMethod.Delete, $"/{id}?organizationId={client.Tenant}")).ShouldBe(404).Text.ShouldBe(NotFound);

        (await owner.SwiftiaAsync(HttpMethod.Get, "/" + id)).ShouldBe(200);
    }

    [Fact, Contract(200, 201, 213)]
    public async Task A_storage_failure_is_told_and_the_deletion_goes_on_by_itself()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("stuck.txt");
        app.Stuck.Files.Add(id);

        (await client.SwiftiaAsync(HttpMethod.Delete, "/" + id)).ShouldBe(500).Text
            .ShouldBe($$"""{"id":"{{id}}","deleted":false,"error":"Failed to delete file from storage"}""");

        Ids(await client.SwiftiaAsync(HttpMethod.Get, "")).ShouldBeEmpty();
        (await client.SwiftiaAsync(HttpMethod.Delete, "/" + id)).ShouldBe(404).Text.ShouldBe(NotFound);
        app.Stuck.Files.Remove(id);
        app.Clock.Skip(TimeSpan.FromHours(1));
        await app.RunMaintenanceAsync();
        await TenantClient.UntilAsync("the bytes are erased", async () => (await StoredState.OfAsync(client)).Blobs.Count == 0);
        await TenantClient.UntilAsync("the quota is released", async () => (await client.SwiftiaAsync(HttpMethod.Get, ""))["usedSize"].GetDouble() == 0);
    }

    [Fact, Contract(197, 202, 204, 208, 230)]
    public async Task The_organization_is_the_tenant_and_may_be_left_out()
    {
        var client = await app.NewTenantAsync();
        var other = (await app.NewTenantAsync()).Tenant;

        foreach (var rest in new[] { "", "/" + NoSuchId })
        {
            foreach (var bad in new[] { "", "%20", "org_123", "null", "9f1c2d3e4a5b4c7d8e9f0a1b2c3d4e5f", $"{client.Tenant}&organizationId={client.Tenant}" })
                (await client.SwiftiaAsync(HttpMethod.Get, $"{rest}?organizationId={bad}")).ShouldBe(400).Text.ShouldBe("""{"message":"Organization ID is required"}""");
            (await client.SwiftiaAsync(HttpMethod.Get, $"{rest}?organizationId={other}")).ShouldBe(403).Text.ShouldBe(
                """{"message":"Organization ID mismatch. API key is bound to a different organization."}""");
        }
        (await client.SwiftiaAsync(HttpMethod.Delete, $"/{NoSuchId}?organizationId=")).ShouldBe(400).Text.ShouldBe("""{"message":"Organization ID is required"}""");
        (await client.SwiftiaAsync(HttpMethod.Delete, $"/{NoSuchId}?organizationId={other}")).ShouldBe(403);
        var id = await client.UploadUnscannedAsync("a.txt", new byte[1]);
        (await client.SwiftiaAsync(HttpMethod.Get, $"?organizationId={client.Tenant}")).ShouldBe(200);
        (await client.SwiftiaAsync(HttpMethod.Delete, $"/{id}?organizationId={client.Tenant.ToString().ToUpperInvariant()}")).ShouldBe(200);
    }

    [Fact, Contract(198, 203)]
    public async Task Without_a_good_bearer_token_it_is_a_401()
    {
        var client = await app.NewTenantAsync();
        foreach (var (name, value) in new[]
                 {
                     ("Accept", "*/*"), ("Authorization", "Bearer"), ("Authorization", "Bearer " + ApiKey.NewText()), ("Authorization", client.Key),
                     ("X-API-Key", client.Key),
                 })
        {
            var answer = await TenantClient.SendRawAsync(
                app, HttpMethod.Delete, "api/uploads/files/" + NoSuchId, headers: headers => headers.TryAddWithoutValidation(name, value));

            answer.ShouldBe(401).Text.ShouldBe("""{"error":"Unauthorized"}""");
        }
    }

    [Fact, Contract(210, 211, 215)]
    public async Task A_file_is_shown_alike_in_the_list_and_on_its_own()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("my \"picture\".png", Png);
        await TagAsync(client, id, "short", "größe");

        var one = (await client.SwiftiaAsync(HttpMethod.Get, "/" + id)).ShouldBe(200);

        var (url, created) = (one["url"].GetString()!, one["createdAt"].GetString()!);
        one.Text.ShouldBe(
            $$"""{"id":"{{id}}","name":"my \"picture\".png","type":"image","size":9,"length":0,"jobId":null,"status":"completed","description":null,"tags":["short","größe"],"url":"{{url}}","thumbnailUrl":null,"createdAt":"{{created}}"}""");
        DateTimeOffset.ParseExact(created, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
            .ShouldBe(app.Clock.GetUtcNow(), TimeSpan.FromMinutes(5));
        using var bytes = await TenantClient.FetchAsync(url);
        (await bytes.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(Png);
        var listed = (await client.SwiftiaAsync(HttpMethod.Get, "")).ShouldBe(200)["files"][0];
        listed.EnumerateObject().Select(field => field.Name).ShouldBe(one.Json.EnumerateObject().Select(field => field.Name));
        listed.GetProperty("id").GetString().ShouldBe(id);
    }

    [Fact]
    public async Task What_can_not_be_downloaded_is_pending_and_has_no_url()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("eicar.txt", Malware.Eicar);

        var file = (await client.SwiftiaAsync(HttpMethod.Get, "/" + id)).ShouldBe(200);

        file["status"].GetString().ShouldBe("pending");
        file["url"].GetString().ShouldBeNull();
        (await client.SwiftiaAsync(HttpMethod.Delete, "/" + id)).ShouldBe(200);
    }

    [Fact, Contract(210, 211)]
    public async Task A_list_is_filtered_by_type_and_by_all_of_the_tags()
    {
        var client = await app.NewTenantAsync();
        var picture = await client.UploadAsync("a.png", Png);
        var sound = await client.UploadAsync("b.wav", Wave);
        var text = await client.UploadAsync("c.txt");
        foreach (var (id, tags) in new[] { (picture, new[] { "a", "b" }), (sound, ["a"]), (text, ["b,c", "a b"]) })
            await TagAsync(client, id, tags);

        (await List("")).ShouldBe([text, sound, picture]);
        (await List("?type=image")).ShouldBe([picture]);
        (await List("?type=audio,%20image")).ShouldBe([sound, picture]);
        (await List("?type=video")).ShouldBeEmpty();
        (await List("?type=")).ShouldBe([text, sound, picture]);
        (await List("?tags=a")).ShouldBe([sound, picture]);
        (await List("?tags=a,b")).ShouldBe([picture]);
        (await List("?tags=b")).ShouldBe([picture]);
        (await List("?tags=a%20b")).ShouldBe([text]);
        (await List("?tags=A")).ShouldBeEmpty();
        (await List("?tags=a&type=audio")).ShouldBe([sound]);

        async Task<IEnumerable<string>> List(string query) => Ids(await client.SwiftiaAsync(HttpMethod.Get, query));
    }

    [Fact, Contract(211, 215)]
    public async Task Limit_and_offset_walk_over_all_files_of_all_spaces_the_newest_first()
    {
        var client = await app.NewTenantAsync();
        var another = await client.NewSpaceAsync();
        var folder = await client.NewFolderAsync("folder");
        var ids = new List<string>();
        for (var number = 0; number < 60; number++)
            ids.Insert(0, number % 3 == 0
                ? await client.UploadIntoAsync(folder, $"{number}")
                : await client.UploadUnscannedAsync($"{number}", new byte[1], spaceId: number % 3 == 1 ? another : null));

        Ids(await client.SwiftiaAsync(HttpMethod.Get, "")).ShouldBe(ids.Take(50));
        Ids(await client.SwiftiaAsync(HttpMethod.Get, "?limit=100")).ShouldBe(ids);
        Ids(await client.SwiftiaAsync(HttpMethod.Get, "?offset=60")).ShouldBeEmpty();
        var walked = new List<string>();
        for (var offset = 0; offset < 60; offset += 7)
            walked.AddRange(Ids(await client.SwiftiaAsync(HttpMethod.Get, $"?limit=7&offset={offset}")));
        walked.ShouldBe(ids);
    }

    [Fact, Contract(209)]
    public async Task What_is_in_trash_is_not_shown_and_can_still_be_deleted()
    {
        var client = await app.NewTenantAsync();
        var (outer, other) = (await client.NewFolderAsync("outer"), await client.NewFolderAsync("other"));
        var inner = await client.NewFolderAsync("inner", outer);
        var swept = await client.UploadIntoAsync(inner, "swept");
        var kept = await client.UploadIntoAsync(other, "kept");
        var trashed = await client.UploadIntoAsync(other, "trashed");
        await client.TrashAsync(trashed);
        (await client.DeleteAsync($"folders/{outer}")).ShouldBe(200);

        Ids(await client.SwiftiaAsync(HttpMethod.Get, "")).ShouldBe([kept]);
        (await client.SwiftiaAsync(HttpMethod.Get, "?offset=1")).ShouldBe(200)["files"].GetArrayLength().ShouldBe(0);
        foreach (var id in new[] { swept, trashed })
            (await client.SwiftiaAsync(HttpMethod.Get, "/" + id)).ShouldBe(404).Text.ShouldBe(NotFound);
        (await client.SweeppeaAsync("fetch"))["Data"].GetProperty("Pagination").GetProperty("TotalFiles").GetInt64().ShouldBe(1);

        (await client.PostAsync($"folders/{outer}/restore")).ShouldBe(200);
        Ids(await client.SwiftiaAsync(HttpMethod.Get, "")).ShouldBe([kept, swept]);
        (await client.SwiftiaAsync(HttpMethod.Delete, "/" + trashed)).ShouldBe(200);
        (await client.GetAsync($"files/{trashed}")).ShouldFail(404);
    }

    [Theory]
    [InlineData("limit=0", "limit: must be 1 to 100.")]
    [InlineData("limit=101", "limit: must be 1 to 100.")]
    [InlineData("limit=-1", "limit: must be 1 to 100.")]
    [InlineData("limit=all", "limit: must be 1 to 100.")]
    [InlineData("limit=", "limit: must be 1 to 100.")]
    [InlineData("limit=1&limit=2", "limit: must be given once.")]
    [InlineData("offset=-1", "offset: must be 0 to 10000.")]
    [InlineData("offset=10001", "offset: must be 0 to 10000.")]
    [InlineData("offset=1e3", "offset: must be 0 to 10000.")]
    [InlineData("type=text", "type: must be one of image, video, audio.")]
    [InlineData("type=Image", "type: must be one of image, video, audio.")]
    [InlineData("tags=", "tags: is required and must not be blank.")]
    [InlineData("tags=a,,b", "tags: is required and must not be blank.")]
    [InlineData("tags=%20", "tags: is required and must not be blank.")]
    [InlineData("tags=a%00b", "tags: must not contain the invisible character U+0000.")]
    public async Task A_parameter_that_can_not_be_is_a_400_that_names_it(string query, string message) =>
        (await (await app.NewTenantAsync()).SwiftiaAsync(HttpMethod.Get, "?" + query)).ShouldBe(400).Text.ShouldBe($$"""{"message":"{{message}}"}""");

    [Fact, Contract(199, 205, 213)]
    public async Task Use_case_delete_a_single_file()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadUnscannedAsync("a.txt", new byte[1]);

        (await NodeScript.RunAsync("swiftia.mjs", app, client.Key, "deleteFile", id)).ShouldBe([$"File {id} deleted successfully"]);
        (await NodeScript.RunAsync("swiftia.mjs", app, client.Key, "deleteFile", id)).ShouldBe(["Failed to delete file: undefined"]);
        (await client.GetAsync($"files/{id}")).ShouldFail(404);
    }

    [Fact, Contract(200, 212, 213)]
    public async Task Use_case_delete_multiple_files()
    {
        var client = await app.NewTenantAsync();
        var ids = await client.UploadManyAsync(12);
        app.Stuck.Files.Add(ids[5]);

        var lines = await NodeScript.RunAsync("swiftia.mjs", app, client.Key, ["deleteMultipleFiles", .. ids]);

        lines.ShouldContain("Failed to delete file: Failed to delete file from storage");
        lines.Count(line => line.EndsWith("deleted successfully", StringComparison.Ordinal)).ShouldBe(11);
        lines.ShouldContain("Deleted 11 out of 12 files");
        app.Stuck.Files.Clear();
    }

    [Fact, Contract(210, 212)]
    public async Task Use_case_delete_files_by_tag()
    {
        var client = await app.NewTenantAsync();
        var ids = await client.UploadManyAsync(5);
        foreach (var id in ids.Take(3))
            await TagAsync(client, id, "temporary");

        (await NodeScript.RunAsync("swiftia.mjs", app, client.Key, "deleteFilesByTag", "temporary")).ShouldContain("Deleted 3 out of 3 files");

        Ids(await client.SwiftiaAsync(HttpMethod.Get, "")).ShouldBe(ids.Skip(3), ignoreOrder: true);
    }

    [Theory, Contract(210)]
    [InlineData("c++")]
    [InlineData(" c")]
    [InlineData("C")]
    public async Task Use_case_delete_files_by_tag_spares_those_of_a_tag_that_is_only_like_it(string tag)
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadUnscannedAsync("a.txt", new byte[1]);
        await TagAsync(client, id, "c");

        (await NodeScript.RunAsync("swiftia.mjs", app, client.Key, "deleteFilesByTag", tag)).ShouldBe(["Deleted 0 out of 0 files"]);

        Ids(await client.SwiftiaAsync(HttpMethod.Get, "?tags=c")).ShouldBe([id]);
    }

    [Fact, Contract(211, 212)]
    public async Task Use_case_clean_up_old_files()
    {
        var client = await app.NewTenantAsync();
        var ids = await client.UploadManyAsync(4);
        foreach (var (id, days) in new[] { (ids[0], 31), (ids[1], 400), (ids[2], 29) })
            await MakeOlderAsync(client, id, TimeSpan.FromDays(days));

        (await NodeScript.RunAsync("swiftia.mjs", app, client.Key, "cleanupOldFiles")).ShouldContain("Deleted 2 out of 2 files");

        Ids(await client.SwiftiaAsync(HttpMethod.Get, "")).ShouldBe([ids[3], ids[2]]);
    }

    private static async Task TagAsync(TenantClient client, string id, params string[] tags) =>
        (await client.PatchAsync($"files/{id}", new { tags })).ShouldBe(200);

    /// <summary>As if it had been uploaded that long ago; the scan may change it meanwhile.</summary>
    private async Task MakeOlderAsync(TenantClient client, string id, TimeSpan by)
    {
        var metadata = app.Services.GetRequiredService<IMetadataStore>();
        var cancel = TestContext.Current.CancellationToken;
        await TenantClient.UntilAsync($"file {id} is older", async () =>
        {
            var file = await metadata.Read<FileItem>(Partitions.Of(client.Tenant), id, cancel);
            return (await metadata.Commit(Partitions.Of(client.Tenant), [Change.Replace(file! with { CreatedAt = app.Clock.GetUtcNow() - by })], cancel)).Succeeded;
        });
    }

    private static IEnumerable<string> Ids(ApiResponse answer) =>
        answer.ShouldBe(200)["files"].EnumerateArray().Select(file => file.GetProperty("id").GetString()!);
}
