using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class SpacesTests(LocalApp app) : IClassFixture<LocalApp>
{
    private const string NoSuchId = "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f";

    [Fact]
    public async Task A_space_is_found_and_renamed()
    {
        var client = await app.NewTenantAsync();
        var space = await client.NewSpaceAsync("before");

        (await client.GetAsync($"spaces/{space}")).ShouldBe(200)["name"].GetString().ShouldBe("before");
        var renamed = (await client.PatchAsync($"spaces/{space}", new { name = "after" })).ShouldBe(200);

        renamed["name"].GetString().ShouldBe("after");
        renamed["id"].GetString().ShouldBe(space);
        (await client.PatchAsync($"spaces/{space}", "{}")).ShouldBe(200).Text.ShouldBe(renamed.Text);
        (await client.GetAsync($"spaces/{space}")).ShouldBe(200).Text.ShouldBe(renamed.Text);
        (await client.PatchAsync($"spaces/{space}", """{"name":null}""")).ShouldFail(422, "name");
        (await client.PatchAsync($"spaces/{space}", new { name = new string('x', 201) })).ShouldFail(422, "name");
        (await client.PatchAsync($"spaces/{NoSuchId}", new { name = "after" })).ShouldFail(404, "Space");
        (await client.GetAsync($"spaces/{NoSuchId}")).ShouldFail(404, "Space");
        (await client.GetAsync("spaces/x")).ShouldFail(422, "space_id");
    }

    [Fact]
    public async Task A_space_is_deleted_only_when_nothing_is_in_it()
    {
        var client = await app.NewTenantAsync();
        var space = await client.NewSpaceAsync();

        var folder = await client.NewFolderAsync("folder", spaceId: space);
        (await client.DeleteAsync($"spaces/{space}")).ShouldFail(409, "not empty");
        (await client.DeleteAsync($"folders/{folder}")).ShouldBe(200);
        (await client.DeleteAsync($"spaces/{space}")).ShouldFail(409, "not empty");
        await EmptyTrashAsync();

        var ticket = (await client.InitiateAsync("a.txt", 3, spaceId: space)).ShouldBe(200);
        (await client.DeleteAsync($"spaces/{space}")).ShouldFail(409, "unfinished uploads");
        (await TenantClient.PutBytesAsync(ticket, new byte[3])).ShouldBe(201);
        (await client.CompleteAsync(ticket)).ShouldBe(200);
        (await client.DeleteAsync($"spaces/{space}")).ShouldFail(409);
        await client.TrashAsync(ticket["file_id"].GetString()!);
        (await client.DeleteAsync($"spaces/{space}")).ShouldFail(409);
        await EmptyTrashAsync();

        (await client.DeleteAsync($"spaces/{space}")).ShouldBe(204).Text.ShouldBeEmpty();

        (await client.DeleteAsync($"spaces/{space}")).ShouldFail(404);
        (await client.GetAsync($"spaces/{space}")).ShouldFail(404);
        (await client.GetAsync($"files?space_id={space}")).ShouldFail(404);
        (await client.InitiateAsync("a.txt", 3, spaceId: space)).ShouldFail(404);
        (await client.GetAsync("spaces")).Json.GetArrayLength().ShouldBe(1);

        async Task EmptyTrashAsync()
        {
            (await client.DeleteAsync($"gdpr/trash?space_id={space}")).ShouldBe(200);
            (await client.SweptAsync()).ShouldAllBe(sweep => sweep.GetProperty("state").GetString() == "done");
        }
    }

    [Fact]
    public async Task Nothing_slips_into_a_space_that_is_being_deleted()
    {
        var client = await app.NewTenantAsync();
        await client.SpaceAsync();
        for (var round = 0; round < 10; round++)
        {
            var space = await client.NewSpaceAsync();

            var create = client.PostAsync("folders", new { space_id = space, name = "folder" });
            var initiate = client.InitiateAsync("a.txt", 3, spaceId: space);
            var delete = client.DeleteAsync($"spaces/{space}");
            var made = new[] { (int)(await create).Status, (int)(await initiate).Status };

            if ((int)(await delete).Status == 204)
                made.ShouldBe([404, 404]);
            else
                made.ShouldContain(status => status != 404);
        }
        (await StoredState.OfAsync(client)).ShouldBeExact();
    }

    [Fact, Contract(234)]
    public async Task A_space_may_name_its_product_namespace()
    {
        var client = await app.NewTenantAsync();

        (await client.PostAsync("spaces", new { name = "Partner", app = "acme" })).ShouldBe(201)["app"].GetString().ShouldBe("acme");
        (await client.PostAsync("spaces", new { name = "Own" })).ShouldBe(201)["app"].GetString().ShouldBe("fluidcloud");
        (await client.PostAsync("spaces", new { name = "Bad", app = "No Namespace" })).ShouldFail(422, "app");
    }
}
