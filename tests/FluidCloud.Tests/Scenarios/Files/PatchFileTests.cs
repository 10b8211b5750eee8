using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class PatchFileTests(LocalApp app) : IClassFixture<LocalApp>
{
    private const string NoSuchId = "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f";

    [Fact, Contract(80, 151, 152, 153, 154, 155, 159)]
    public async Task A_file_is_renamed_and_moved_and_what_is_left_out_stays()
    {
        var client = await app.NewTenantAsync();
        var folder = await client.NewFolderAsync("folder");
        var id = await client.UploadIntoAsync(null, "a.txt");

        var both = (await client.PatchAsync($"files/{id}", new { original_name = "b.txt", folder_id = folder })).ShouldBe(200);
        both["original_name"].GetString().ShouldBe("b.txt");
        both["name"].GetString().ShouldBe("b.txt");
        both["folder_id"].GetString().ShouldBe(folder);
        (await client.FilesInAsync(folder)).ShouldBe(["b.txt"]);
        (await client.FilesInAsync(null)).ShouldBeEmpty();
        (await client.StatsAsync(folder)).ShouldBe("""{"files":1,"bytes":5,"folders":0}""");

        var renamed = (await client.PatchAsync($"files/{id}", new { original_name = "c.txt" })).ShouldBe(200);
        renamed["folder_id"].GetString().ShouldBe(folder);
        var moved = (await client.PatchAsync($"files/{id}", """{"folder_id":null}""")).ShouldBe(200);
        moved["folder_id"].GetString().ShouldBeNull();
        moved["name"].GetString().ShouldBe("c.txt");
        (await client.StatsAsync(folder)).ShouldBe("""{"files":0,"bytes":0,"folders":0}""");
    }

    [Fact, Contract(100, 155)]
    public async Task An_empty_change_changes_nothing()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync();
        var before = (await client.GetAsync($"files/{id}")).ShouldBe(200);
        app.Clock.Skip(TimeSpan.FromSeconds(2));

        (await client.PatchAsync($"files/{id}", "{}")).ShouldBe(200).Text.ShouldBe(before.Text);

        (await client.PatchAsync($"files/{id}", new { original_name = "new.txt" })).ShouldBe(200)["updated_at"].GetString()
            .ShouldNotBe(before["updated_at"].GetString());
    }

    [Theory, Contract(152, 156, 157, 170, 173, 176)]
    [InlineData("", 422, "body")]
    [InlineData("[]", 422, "body")]
    [InlineData("""{"original_name":null}""", 422, "original_name")]
    [InlineData("""{"original_name":""}""", 422, "original_name")]
    [InlineData("""{"original_name":7}""", 422, "original_name")]
    [InlineData("""{"original_name":"../a"}""", 422, "original_name")]
    [InlineData("""{"folder_id":"x"}""", 422, "folder_id")]
    [InlineData("""{"folder_id":["x"]}""", 422, "folder_id")]
    [InlineData("""{"folder_id":"9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f"}""", 404, "Folder")]
    [InlineData("""{"folder_id":"ELSEWHERE"}""", 400, "different space")]
    [InlineData("""{"folder_id":"FOREIGN"}""", 404, "Folder")]
    [InlineData("""{"folder_id":"TRASHED"}""", 409, "Trash")]
    [InlineData("""{"tags":"a"}""", 422, "tags")]
    [InlineData("""{"tags":[""]}""", 422, "tags")]
    public async Task A_bad_change_is_refused_and_changes_nothing(string body, int status, string mentions)
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("a.txt");
        var before = (await client.GetAsync($"files/{id}")).ShouldBe(200).Text;
        var elsewhere = await client.NewFolderAsync("elsewhere", spaceId: await client.NewSpaceAsync());
        var foreign = await (await app.NewTenantAsync()).NewFolderAsync("foreign");
        var trashed = await client.NewFolderAsync("trashed");
        (await client.DeleteAsync($"folders/{trashed}")).ShouldBe(200);

        (await client.PatchAsync($"files/{id}", body
            .Replace("ELSEWHERE", elsewhere, StringComparison.Ordinal)
            .Replace("FOREIGN", foreign, StringComparison.Ordinal)
            .Replace("TRASHED", trashed, StringComparison.Ordinal))).ShouldFail(status, mentions);

        (await client.GetAsync($"files/{id}")).ShouldBe(200).Text.ShouldBe(before);
    }

    [Fact, Contract(133, 222, 224)]
    public async Task A_file_in_Trash_or_nowhere_is_not_changed()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync();
        await client.TrashAsync(id);

        (await client.PatchAsync($"files/{id}", new { original_name = "b.txt" })).ShouldFail(409, "Trash");
        (await client.PatchAsync($"files/{NoSuchId}", new { original_name = "b.txt" })).ShouldFail(404);
        (await client.PatchAsync("files/x", new { original_name = "b.txt" })).ShouldFail(422, "file_id");
    }

    [Fact]
    public async Task Tags_are_replaced_as_a_whole()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync();

        (await client.PatchAsync($"files/{id}", """{"tags":["a","b","a"]}""")).ShouldBe(200);
        (await TagsAsync()).ShouldBe(["a", "b"]);
        (await client.PatchAsync($"files/{id}", new { original_name = "other.txt" })).ShouldBe(200);
        (await TagsAsync()).ShouldBe(["a", "b"]);
        (await client.PatchAsync($"files/{id}", """{"tags":null}""")).ShouldBe(200);
        (await TagsAsync()).ShouldBeEmpty();

        async Task<IReadOnlyList<string>> TagsAsync() => (await app.Services.GetRequiredService<IMetadataStore>()
            .Read<FileItem>(Partitions.Of(client.Tenant), id, TestContext.Current.CancellationToken))!.Tags;
    }
}
