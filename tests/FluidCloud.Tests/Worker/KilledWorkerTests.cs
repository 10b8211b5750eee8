using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Worker;

/// <summary>An emptying whose worker is killed (SIGKILL) in the middle goes on when it is there again, and loses nothing.</summary>
public sealed class KilledWorkerTests(OnWorkerApp app) : IClassFixture<OnWorkerApp>
{
    private const int Files = 400;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact, Contract(61, 62, 63)]
    public async Task An_emptying_survives_the_death_of_its_worker()
    {
        var client = await app.NewTenantAsync();
        var kept = await client.UploadAsync("kept.txt");
        await client.TrashAsync(await client.UploadManyAsync(Files));
        var used = await client.BytesUsedAsync();
        (await client.DeleteAsync("gdpr/trash")).ShouldBe(200);
        await TenantClient.UntilAsync("some files are purged", async () => await client.BytesUsedAsync() < used);

        await app.Worker.Kill();
        await app.Worker.Restart(Cancel);

        var sweep = (await client.SweptAsync()).ShouldHaveSingleItem();
        sweep.GetProperty("state").GetString().ShouldBe("done");
        sweep.GetProperty("files_done").GetInt64().ShouldBe(Files);
        sweep.GetProperty("files_failed").GetInt64().ShouldBe(0);
        var stored = await StoredState.OfAsync(client);
        stored.ShouldBeExact();
        stored.Blobs.ShouldBe([$"{client.Tenant}/{kept}"]);
        (await client.BytesUsedAsync()).ShouldBe((await client.GetAsync($"files/{kept}")).ShouldBe(200)["size"].GetInt64());
    }
}
