using FluidCloud.Core.Access;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Metering;
using FluidCloud.Functions.Jobs;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>What counts as a call, and when it is stored.</summary>
[Contract(231)]
public class CallMeteringTests(LocalApp app) : IClassFixture<LocalApp>
{
    [Fact]
    public async Task Every_call_with_a_good_key_counts_in_every_dialect_and_no_other()
    {
        var client = await app.NewTenantAsync();
        var second = new TenantClient(app, client.Tenant, await app.NewKeyAsync(client.Tenant, []));
        var stranger = new TenantClient(app, client.Tenant, ApiKey.NewText());

        (await client.GetAsync("quota")).ShouldBe(200);
        (await client.GetAsync("files/nonsense")).ShouldFail(422);
        (await second.GetAsync("quota")).ShouldFail(403);
        (await client.SwiftiaAsync(HttpMethod.Get, "")).ShouldBe(200);
        (await stranger.GetAsync("quota")).ShouldFail(401);
        (await stranger.SweeppeaAsync("fetch")).ShouldBe(403);
        (await client.GetAsync("no-such-route")).ShouldFail(404);

        (await CallsAsync(client)).ShouldBe(5);
        (await CallsAsync(client)).ShouldBe(6);
        (await CallsAsync(await app.NewTenantAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task They_are_stored_within_seconds_and_none_is_lost_when_the_host_stops()
    {
        var client = await app.NewTenantAsync();
        for (var call = 0; call < 3; call++)
            await client.GetAsync("quota");
        await TenantClient.UntilAsync("the calls are stored", async () => await StoredAsync(client) == 3);

        await client.GetAsync("quota");
        await app.Services.GetServices<IHostedService>().OfType<FlushCalls>().Single().StopAsync(TestContext.Current.CancellationToken);

        (await StoredAsync(client)).ShouldBe(4);
        (await CallsAsync(client)).ShouldBe(5);
    }

    private static async Task<long> CallsAsync(TenantClient client) =>
        (await client.SweeppeaAsync("fetch")).ShouldBe(200)["Telemetry"].GetProperty("APICalls").GetInt64();

    private async Task<long?> StoredAsync(TenantClient client) => (await app.Services.GetRequiredService<IMetadataStore>().Read<MonthlyCalls>(
        Partitions.Of(client.Tenant), MonthlyCalls.IdOf($"{app.Clock.GetUtcNow():yyyy-MM}"), TestContext.Current.CancellationToken))?.Calls;
}
