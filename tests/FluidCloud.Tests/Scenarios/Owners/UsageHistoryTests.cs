using System.Text;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Owners;
using FluidCloud.Core.Tenants;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Scenarios.Owners;

/// <summary>What a tenant used on each day.</summary>
public sealed class UsageHistoryTests(OwnerApp app) : IClassFixture<OwnerApp>
{
    private Task RecordAsync(TenantClient client) => app.Services.GetServices<ITenantVisit>()
        .Single(visit => visit.Visit == TenantVisit.Usage).Run(client.Tenant, TestContext.Current.CancellationToken);

    private async Task<IReadOnlyList<(string Day, long Bytes, long Files, long Trash)>> DaysAsync(TenantClient client, int days) =>
    [
        .. from day in (await app.AsAsync(OwnerRole.Auditor, HttpMethod.Get, $"tenants/{client.Tenant}/usage/history?days={days}")).ShouldBe(200).Json.EnumerateArray()
           select (day.GetProperty("day").GetString()!, day.GetProperty("bytes").GetInt64(), day.GetProperty("files").GetInt64(), day.GetProperty("trash_bytes").GetInt64()),
    ];

    [Fact]
    public async Task A_day_is_measured_once_however_often_it_runs()
    {
        var client = await app.NewTenantAsync();
        var file = await client.UploadAsync(bytes: new byte[10]);
        await RecordAsync(client);
        await client.UploadAsync(bytes: new byte[7]);
        await Task.WhenAll(RecordAsync(client), RecordAsync(client));
        var today = $"{app.Clock.GetUtcNow():yyyy-MM-dd}";
        (await DaysAsync(client, 30)).ShouldBe([(today, 10, 1, 0)]);

        await client.TrashAsync(file);
        app.Clock.Skip(TimeSpan.FromDays(1));
        await Task.WhenAll(RecordAsync(client), RecordAsync(client));

        (await DaysAsync(client, 2)).ShouldBe([(today, 10, 1, 0), ($"{app.Clock.GetUtcNow():yyyy-MM-dd}", 17, 2, 10)]);
        (await DaysAsync(client, 1)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Four_hundred_days_are_kept_over_the_turn_of_years()
    {
        var client = await app.NewTenantAsync();
        for (var day = 0; day < 450; day++)
        {
            await RecordAsync(client);
            app.Clock.Skip(TimeSpan.FromDays(1));
        }
        app.Clock.Skip(TimeSpan.FromDays(-1)); // Back on the last day that was measured.

        var days = await DaysAsync(client, 400);

        days.Count.ShouldBe(400);
        days.Select(day => DateOnly.Parse(day.Day)).ShouldBe(Enumerable.Range(0, 400)
            .Select(back => DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime).AddDays(back - 399)));
        (await app.AsAsync(OwnerRole.Auditor, HttpMethod.Get, $"tenants/{client.Tenant}/usage/history?days=401")).ShouldFail(422, "days");
    }

    [Fact]
    public async Task An_owner_uploads()
    {
        var client = await app.NewTenantAsync();
        var bytes = Encoding.UTF8.GetBytes("dropped");
        var ticket = (await app.AsAsync(OwnerRole.Operator, HttpMethod.Post, $"tenants/{client.Tenant}/uploads/initiate",
            new { name = "dropped.txt", size = bytes.Length, space_id = await client.SpaceAsync() })).ShouldBe(200);
        (await TenantClient.PutBytesAsync(ticket, bytes)).ShouldBe(201);

        var file = (await app.AsAsync(OwnerRole.Operator, HttpMethod.Post, $"tenants/{client.Tenant}/uploads/complete",
            new { file_id = ticket["file_id"].GetString(), key = ticket["key"].GetString() })).ShouldBe(200);

        (await client.GetAsync($"files/{file["id"].GetString()}")).ShouldBe(200)["created_by"].GetString().ShouldBe("owner");
    }
}
