using System.Net;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>How the dashboard's files are served; dashboard/test walks the dashboard itself.</summary>
public sealed class DashboardTests(LocalApp app) : IClassFixture<LocalApp>
{
    /// <summary>The build of the dashboard is beside the program only where somebody has built it.</summary>
    private static bool IsBuilt => File.Exists(Path.Combine(AppContext.BaseDirectory, "dashboard", "index.html"));

    [Theory]
    [InlineData("dashboard")]
    [InlineData("dashboard/")]
    [InlineData("dashboard/tenants/1")]
    public async Task Every_path_opens_the_page_under_a_strict_policy_or_says_how_to_build_it(string path)
    {
        var answer = await TenantClient.SendRawAsync(app, HttpMethod.Get, path);

        if (!IsBuilt)
        {
            answer.ShouldFail(404, "npm run build");
            return;
        }
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("script-src 'self';");
        answer.Headers.GetValues("Cache-Control").Single().ShouldBe("no-cache");
        answer.Text.ShouldContain("<div id=\"root\">");
    }

    [Theory]
    [InlineData("dashboard/assets/none.js")]
    [InlineData("dashboard/assets/")]
    [InlineData("dashboard/assets/..%2findex.html")]
    [InlineData("dashboard/assets/..%2f..%2fhost.json")]
    [InlineData("dashboard/assets/%2e%2e/%2e%2e/host.json")]
    public async Task No_other_file_is_served(string path)
    {
        var answer = await TenantClient.SendRawAsync(app, HttpMethod.Get, path);

        // A client may resolve the dots itself: then it asks for another path, which is the page or nothing.
        answer.Text.ShouldNotContain("extensionBundle");
        answer.Text.ShouldNotContain("\"version\"");
        if (!path.Contains("%2e", StringComparison.Ordinal))
            answer.Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
