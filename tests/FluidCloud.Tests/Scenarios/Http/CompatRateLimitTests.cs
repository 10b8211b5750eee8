using System.Globalization;
using FluidCloud.Core.Access;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>One window for all dialects, told in each one's words.</summary>
public class CompatRateLimitTests(CompatRateLimitTests.TightApp app) : IClassFixture<CompatRateLimitTests.TightApp>
{
    public sealed class TightApp(AzuriteFixture azurite) : LocalApp(azurite)
    {
        protected override RateLimits RateLimits => new() { Requests = 2 };
    }

    [Fact, Contract(214)]
    public async Task A_refused_request_is_told_in_the_words_of_its_dialect()
    {
        var client = await app.NewTenantAsync();
        app.Clock.SkipToNextMinute();
        (await client.GetAsync("quota")).ShouldBe(200);
        (await client.SweeppeaAsync("fetch")).ShouldBe(200)["Telemetry"].GetProperty("APICalls").GetInt64().ShouldBe(2);

        var swiftia = (await client.SwiftiaAsync(HttpMethod.Get, "")).ShouldBe(429);
        var wait = Header(swiftia, "Retry-After");
        swiftia.Text.ShouldBe($$"""{"status":429,"message":"Rate limit exceeded. Please try again later.","code":"RATE_LIMIT_EXCEEDED","retryAfter":{{wait}}}""");
        (Header(swiftia, "X-RateLimit-Limit"), Header(swiftia, "X-RateLimit-Remaining")).ShouldBe((2, 0));
        DateTimeOffset.FromUnixTimeMilliseconds(Header(swiftia, "X-RateLimit-Reset")).ShouldBe(app.Clock.GetUtcNow().AddSeconds(wait), TimeSpan.FromSeconds(30));
        var sweeppea = (await client.SweeppeaAsync("delete", "{}")).ShouldBe(429);
        sweeppea.Text.ShouldBe("""{"Response":false,"Message":"Too Many Requests","Code":429}""");
        Header(sweeppea, "Retry-After").ShouldBeInRange(1, 60);
        (await client.GetAsync("quota")).ShouldFail(429);

        app.Clock.SkipToNextMinute();
        (await client.SweeppeaAsync("fetch")).ShouldBe(200)["Telemetry"].GetProperty("APICalls").GetInt64().ShouldBe(3); // A refused call is none.
    }

    private static long Header(ApiResponse answer, string name) => long.Parse(answer.Headers.GetValues(name).Single(), CultureInfo.InvariantCulture);
}
