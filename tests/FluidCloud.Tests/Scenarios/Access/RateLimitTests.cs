using System.Globalization;
using FluidCloud.Core.Access;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>Each test begins a minute of its own, and has 60 seconds to send what that minute allows.</summary>
public class RateLimitTests(RateLimitTests.LimitedApp app) : IClassFixture<RateLimitTests.LimitedApp>
{
    /// <summary>With the limits of a deployment.</summary>
    public sealed class LimitedApp(AzuriteFixture azurite) : LocalApp(azurite)
    {
        protected override RateLimits RateLimits => new();
    }

    [Fact, Contract(35, 59, 77, 177)]
    public async Task A_key_may_send_600_requests_a_minute_and_is_told_when_to_come_back()
    {
        var client = await StartMinute();

        var answers = await SendMany(600, () => client.GetAsync("quota"));
        answers.ShouldAllBe(answer => (int)answer.Status == 200);
        answers.Select(answer => Header(answer, "X-RateLimit-Remaining")).Order().ShouldBe(Enumerable.Range(0, 600).Select(left => (long)left));

        var refused = (await client.GetAsync("quota")).ShouldFail(429, "Too many requests — please slow down and try again shortly.");
        refused.Json.GetProperty("detail").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.String);
        var wait = refused.Headers.RetryAfter!.Delta!.Value;
        wait.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Header(refused, "X-RateLimit-Limit").ShouldBe(600);
        Header(refused, "X-RateLimit-Remaining").ShouldBe(0);
        foreach (var path in new[] { $"gdpr/files/{Guid.NewGuid()}", "gdpr/trash" })
            (await client.DeleteAsync(path)).ShouldFail(429).Headers.RetryAfter.ShouldNotBeNull();

        app.Clock.Skip(wait);
        (await client.GetAsync("quota")).ShouldBe(200);
    }

    [Fact]
    public async Task Every_answer_to_a_good_key_says_what_is_left_and_until_when()
    {
        var client = await StartMinute();
        var ends = app.Clock.GetUtcNow().ToUnixTimeSeconds() / 60 * 60 + 60;

        ApiResponse[] answers =
        [
            (await client.GetAsync("spaces")).ShouldBe(200), (await client.GetAsync($"files/{Guid.NewGuid()}")).ShouldFail(404),
            (await client.GetAsync("files")).ShouldFail(400), (await client.GetAsync("files/nonsense")).ShouldFail(422),
            await new TenantClient(app, client.Tenant, await app.NewKeyAsync(client.Tenant, [])).GetAsync("quota"),
        ];

        answers[^1].ShouldFail(403);
        answers.Select(answer => Header(answer, "X-RateLimit-Remaining")).ShouldBe([599, 598, 597, 596, 599]);
        answers.ShouldAllBe(answer => Header(answer, "X-RateLimit-Limit") == 600 && Header(answer, "X-RateLimit-Reset") == ends);
        (await new TenantClient(app, client.Tenant, ApiKey.NewText()).GetAsync("quota"))
            .ShouldFail(401).Headers.Contains("X-RateLimit-Limit").ShouldBeFalse();
    }

    [Fact]
    public async Task Starting_uploads_has_a_window_of_its_own_and_counts_among_all_requests()
    {
        var client = await StartMinute();

        var answers = await SendMany(300, () => client.PostAsync("uploads/initiate", "{}"));

        answers.ShouldAllBe(answer => (int)answer.Status == 422 && Header(answer, "X-RateLimit-Limit") == 300);
        (await client.PostAsync("uploads/initiate", "{}")).ShouldFail(429, "slow down");
        Header((await client.GetAsync("quota")).ShouldBe(200), "X-RateLimit-Remaining").ShouldBe(600 - 300 - 1 - 1);
    }

    [Fact]
    public async Task A_key_is_counted_apart_from_the_others_of_its_tenant()
    {
        var client = await StartMinute();
        var second = new TenantClient(app, client.Tenant, await app.NewKeyAsync(client.Tenant, Scope.All));
        await SendMany(5, () => client.GetAsync("quota"));

        Header(await second.GetAsync("quota"), "X-RateLimit-Remaining").ShouldBe(599);
        Header(await client.GetAsync("quota"), "X-RateLimit-Remaining").ShouldBe(594);
    }

    private async Task<TenantClient> StartMinute()
    {
        var client = await app.NewTenantAsync();
        app.Clock.SkipToNextMinute();
        return client;
    }

    private static async Task<IReadOnlyList<ApiResponse>> SendMany(int count, Func<Task<ApiResponse>> send)
    {
        var answers = new System.Collections.Concurrent.ConcurrentBag<ApiResponse>();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) => answers.Add(await send()));
        return [.. answers];
    }

    private static long Header(ApiResponse answer, string name) =>
        long.Parse(answer.Headers.GetValues(name).Single(), CultureInfo.InvariantCulture);
}
