using FluidCloud.Core.Jobs;
using FluidCloud.Core.Tenants;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class RetentionTests(LocalApp app) : IClassFixture<LocalApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_in_Trash_for_longer_than_the_tenant_keeps_it_is_purged_and_nothing_else()
    {
        var client = await app.NewTenantAsync();
        await Keep(client, days: 30);
        var (folder, below, early) = (await client.NewFolderAsync("old"), await client.NewFolderAsync("young"), await client.UploadAsync("early.txt"));
        var inFolder = await client.UploadIntoAsync(folder, "in folder.txt");
        var inYoung = await client.UploadIntoAsync(below, "in young.txt");
        await client.TrashAsync(early);
        (await client.DeleteAsync($"folders/{folder}")).ShouldBe(200);
        app.Clock.Skip(TimeSpan.FromDays(10));
        var (late, live, restored) = (await client.UploadAsync("late.txt"), await client.UploadAsync("live.txt"), await client.UploadAsync("restored.txt"));
        await client.TrashAsync(late, restored);
        (await client.DeleteAsync($"folders/{below}")).ShouldBe(200);
        (await client.PostAsync($"files/{restored}/restore")).ShouldBe(200);
        await Enforce(client);
        (await client.GetAsync("gdpr/trash"))["files"].GetInt64().ShouldBe(4, "Nothing is that old yet.");

        app.Clock.Skip(TimeSpan.FromDays(20) + TimeSpan.FromHours(1));
        await Enforce(client);
        var sweep = (await client.SweptAsync()).ShouldHaveSingleItem();

        sweep.GetProperty("cause").GetString().ShouldBe("retention");
        sweep.GetProperty("state").GetString().ShouldBe("done");
        sweep.GetProperty("files_done").GetInt64().ShouldBe(2);
        sweep.GetProperty("files_total").GetString().ShouldBeNull();
        foreach (var id in new[] { early, inFolder })
            (await client.GetAsync($"gdpr/receipts/{id}")).ShouldBe(200)["cause"].GetString().ShouldBe("retention");
        (await client.GetAsync($"folders/{folder}")).ShouldFail(404);
        (await client.GetAsync("gdpr/trash"))["files"].GetInt64().ShouldBe(2);
        foreach (var id in new[] { late, live, restored, inYoung })
            (await client.GetAsync($"files/{id}")).ShouldBe(200);
        (await StoredState.OfAsync(client)).ShouldBeExact();
    }

    [Fact]
    public async Task It_is_off_unless_it_was_turned_on()
    {
        var client = await app.NewTenantAsync();
        await client.TrashAsync(await client.UploadAsync());
        (await client.GetAsync("gdpr/trash"))["retention_days"].GetString().ShouldBeNull();
        app.Clock.Skip(TimeSpan.FromDays(5000));

        await Enforce(client);

        (await client.GetAsync("gdpr/trash"))["sweeps"].GetArrayLength().ShouldBe(0);
        (await client.NamesAsync("trash=true")).ShouldBe(["file.txt"]);
    }

    [Fact, Contract(217)]
    public async Task A_call_to_empty_the_Trash_has_its_own_sweep_and_counts_beside_the_retention()
    {
        var client = await app.NewTenantAsync();
        await Keep(client, days: 1);
        await client.TrashAsync(await client.UploadManyAsync(100));
        app.Clock.Skip(TimeSpan.FromDays(2));
        await client.TrashAsync(await client.UploadManyAsync(10));

        await Enforce(client);
        var call = await client.DeleteAsync("gdpr/trash");
        var sweeps = await client.SweptAsync();

        call.ShouldBe(200)["files"].GetInt64().ShouldBeInRange(10, 110);
        sweeps.Select(sweep => sweep.GetProperty("cause").GetString()).ShouldBe(["sweep", "retention"]);
        sweeps.ShouldAllBe(sweep => sweep.GetProperty("state").GetString() == "done");
        sweeps.Sum(sweep => sweep.GetProperty("files_done").GetInt64()).ShouldBe(110);
        (await client.BytesUsedAsync()).ShouldBe(0);
    }

    private async Task Enforce(TenantClient client) =>
        await app.Services.GetServices<ITenantVisit>().Single(visit => visit.Visit == TenantVisit.Retention).Run(client.Tenant, Cancel);

    private Task Keep(TenantClient client, int days) => app.Services.GetRequiredService<SetTrashRetention>().Run(client.Tenant, days, Cancel);
}
