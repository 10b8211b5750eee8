using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>The limits as they are shipped: nothing on this machine or its network can be imported.</summary>
public class ImportFromThisMachineTests(LocalApp app) : IClassFixture<LocalApp>
{
    [Fact]
    public async Task A_name_that_resolves_to_loopback_is_refused_when_it_is_resolved()
    {
        var client = await app.NewTenantAsync();
        var file = (await client.PostAsync("uploads/import-url", new { url = "http://localhost/a", space_id = await client.SpaceAsync() }))
            .ShouldBe(202)["file_id"].GetString();

        await TenantClient.UntilAsync("the import has failed", async () => (await client.GetAsync($"uploads/{file}"))["status"].GetString() == "failed");

        (await client.GetAsync($"uploads/{file}"))["error"].GetString().ShouldBe("The URL does not lead to a public address.");
    }
}
