using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FluidCloud.Adapters.Azure;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class DeletionTests(LocalApp app) : IClassFixture<LocalApp>
{
    private const string NoSuchId = "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f";

    [Theory, InlineData(false), InlineData(true)]
    [Contract(7, 8, 9, 10, 16, 17, 18, 19, 22, 23, 24, 25, 27, 30, 33, 37, 38, 39, 168)]
    public async Task A_purged_file_is_gone_for_every_call_with_its_bytes_and_its_quota(bool fromTrash)
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("a.txt", new byte[7], clientKey: "key");
        await client.UploadAsync("kept.txt", new byte[5]);
        var url = (await client.GetAsync($"files/{id}/download")).ShouldBe(200)["url"].GetString()!;
        if (fromTrash)
            await client.TrashAsync(id);

        (await client.DeleteAsync($"gdpr/files/{id}")).ShouldBe(204).Text.ShouldBeEmpty();

        (await client.BytesUsedAsync()).ShouldBe(5);
        (await client.GetAsync($"files/{id}")).ShouldFail(404);
        (await client.GetAsync($"files/{id}/download")).ShouldFail(404);
        (await client.DeleteAsync($"files/{id}")).ShouldFail(404);
        (await client.PostAsync($"files/{id}/restore")).ShouldFail(404);
        (await client.GetAsync("files/resolve?client_key=key")).ShouldFail(404);
        (await client.NamesAsync($"space_id={await client.SpaceAsync()}")).ShouldBe(["kept.txt"]);
        (await client.NamesAsync("trash=true")).ShouldBeEmpty();
        (await client.DeleteAsync($"gdpr/files/{id}")).ShouldFail(404);
        using var bytes = await TenantClient.FetchAsync(url);
        ((int)bytes.StatusCode).ShouldBe(404);
        (await client.GetAsync("gdpr/trash"))["bytes"].GetInt64().ShouldBe(0);
    }

    [Fact, Contract(7, 22, 27)]
    public async Task Bytes_that_an_upload_URL_brings_back_after_the_purge_are_erased_when_it_has_expired()
    {
        var client = await app.NewTenantAsync();
        var ticket = (await client.InitiateAsync("a.txt", 2)).ShouldBe(200);
        (await TenantClient.PutBytesAsync(ticket, [1, 2])).ShouldBe(201);
        var id = (await client.CompleteAsync(ticket)).ShouldBe(200)["id"].GetString();
        (await client.DeleteAsync($"gdpr/files/{id}")).ShouldBe(204);
        (await TenantClient.PutBytesAsync(ticket, new byte[1000])).ShouldBe(201);

        (await client.GetAsync($"files/{id}")).ShouldFail(404);
        (await client.CompleteAsync(ticket)).ShouldFail(404);
        (await client.BytesUsedAsync()).ShouldBe(0);
        app.Clock.Skip(TimeSpan.FromHours(4));
        await app.RunMaintenanceAsync();

        (await BlobsOf(client)).ShouldBeEmpty();
    }

    [Fact, Contract(36)]
    public async Task A_file_that_is_being_scanned_can_be_purged()
    {
        var client = await app.NewTenantAsync();
        var ids = await client.UploadManyAsync(20);

        var answers = await Task.WhenAll(ids.Select(id => client.DeleteAsync($"gdpr/files/{id}")));

        answers.ShouldAllBe(answer => (int)answer.Status == 204);
        (await client.BytesUsedAsync()).ShouldBe(0);
        (await BlobsOf(client)).ShouldBeEmpty();
    }

    [Fact, Contract(37)]
    public async Task Of_many_purges_of_one_file_at_once_one_answers_204_and_the_quota_is_released_once()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("a.txt", new byte[7]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => client.DeleteAsync($"gdpr/files/{id}")));

        answers.Count(answer => (int)answer.Status == 204).ShouldBe(1);
        answers.Count(answer => (int)answer.Status == 404).ShouldBe(9);
        (await client.BytesUsedAsync()).ShouldBe(0);
    }

    [Fact, Contract(16, 33, 222)]
    public async Task An_id_that_is_unknown_or_malformed_purges_nothing()
    {
        var client = await app.NewTenantAsync();

        (await client.DeleteAsync($"gdpr/files/{NoSuchId}")).ShouldFail(404);
        (await client.DeleteAsync("gdpr/files/nonsense")).ShouldFail(422, "file_id");
    }

    [Fact, Contract(40, 41, 43, 44, 46, 47, 48, 49, 50, 51, 52, 53, 60, 61, 65, 219)]
    public async Task Emptying_the_Trash_purges_what_is_in_it_and_nothing_else()
    {
        var client = await app.NewTenantAsync();
        var other = await client.NewSpaceAsync();
        var trashed = (await client.UploadManyAsync(150)).Concat(await client.UploadManyAsync(20, other)).ToList();
        var live = await client.UploadAsync("live.txt", new byte[11]);
        var bytes = await client.BytesUsedAsync() - 11;
        await client.TrashAsync(trashed);

        var started = (await client.DeleteAsync("gdpr/trash")).ShouldBe(200);
        started.Text.ShouldBe($$"""{"status":"emptying","files":170,"bytes":{{bytes}}}""");
        await client.TrashAsync(await client.UploadAsync("later.txt", new byte[13]));
        var sweep = (await client.SweptAsync()).ShouldHaveSingleItem();

        sweep.GetProperty("state").GetString().ShouldBe("done");
        sweep.GetProperty("files_done").GetInt64().ShouldBe(170);
        sweep.GetProperty("bytes_done").GetInt64().ShouldBe(bytes);
        sweep.GetProperty("files_failed").GetInt64().ShouldBe(0);
        sweep.GetProperty("finished_at").GetString().ShouldNotBeNull();
        (await client.BytesUsedAsync()).ShouldBe(24);
        (await client.NamesAsync("trash=true")).ShouldBe(["later.txt"]);
        (await client.GetAsync($"files/{live}")).ShouldBe(200);
        (await BlobsOf(client)).Count.ShouldBe(2);
    }

    [Fact, Contract(45, 58, 64)]
    public async Task Emptying_one_space_leaves_the_Trash_of_the_others_and_what_was_restored()
    {
        var client = await app.NewTenantAsync();
        var other = await client.NewSpaceAsync();
        var restored = await client.UploadAsync("restored.txt", spaceId: other);
        await client.TrashAsync(
            await client.UploadAsync("mine.txt"), await client.UploadAsync("theirs.txt", new byte[9], spaceId: other), restored);
        (await client.PostAsync($"files/{restored}/restore")).ShouldBe(200);

        (await client.DeleteAsync($"gdpr/trash?space_id={other}")).ShouldBe(200).Text
            .ShouldBe("""{"status":"emptying","files":1,"bytes":9}""");
        await client.SweptAsync();

        (await client.NamesAsync("trash=true")).ShouldBe(["mine.txt"]);
        (await client.NamesAsync($"space_id={other}")).ShouldBe(["restored.txt"]);
        var trash = (await client.GetAsync($"gdpr/trash?space_id={other}")).ShouldBe(200);
        trash["files"].GetInt64().ShouldBe(0);
        trash["sweeps"][0].GetProperty("space_id").GetString().ShouldBe(other);
        (await client.DeleteAsync($"gdpr/trash?space_id={NoSuchId}")).ShouldFail(404, "Space");
        (await client.DeleteAsync("gdpr/trash?space_id=nonsense")).ShouldFail(422, "space_id");
        (await client.GetAsync($"gdpr/trash?space_id={NoSuchId}")).ShouldFail(404, "Space");
    }

    [Fact, Contract(40, 55)]
    public async Task Emptying_an_empty_Trash_is_done_at_once()
    {
        var client = await app.NewTenantAsync();

        (await client.DeleteAsync("gdpr/trash")).ShouldBe(200).Text.ShouldBe("""{"status":"emptying","files":0,"bytes":0}""");

        (await client.SweptAsync()).ShouldHaveSingleItem().GetProperty("state").GetString().ShouldBe("done");
    }

    [Fact, Contract(54, 55, 217, 218)]
    public async Task Overlapping_sweeps_purge_each_file_once_and_a_repeated_call_is_a_no_op()
    {
        var client = await app.NewTenantAsync();
        var space = await client.SpaceAsync();
        await client.TrashAsync(await client.UploadManyAsync(300));

        var calls = await Task.WhenAll(Enumerable.Range(0, 12).Select(number =>
            client.DeleteAsync(number % 2 == 0 ? "gdpr/trash" : $"gdpr/trash?space_id={space}")));
        var sweeps = await client.SweptAsync();

        calls.ShouldAllBe(call => (int)call.Status == 200);
        sweeps.Count.ShouldBe(2);
        sweeps.ShouldAllBe(sweep => sweep.GetProperty("state").GetString() == "done");
        (await client.BytesUsedAsync()).ShouldBe(0);
        (await client.GetAsync("gdpr/trash"))["files"].GetInt64().ShouldBe(0);
        (await BlobsOf(client)).ShouldBeEmpty();
    }

    private async Task<IReadOnlyList<string>> BlobsOf(TenantClient client) =>
        await new BlobServiceClient(app.StorageConnection).GetBlobContainerClient(AzureBlobStore.Container)
            .GetBlobsAsync(new GetBlobsOptions { Prefix = client.Tenant + "/" }, TestContext.Current.CancellationToken)
            .Select(blob => blob.Name).ToListAsync(TestContext.Current.CancellationToken);
}
