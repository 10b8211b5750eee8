using System.Text.Json;
using FluidCloud.Tests.Hosting;
using FluidCloud.WorkerHost;
using Shouldly;

namespace FluidCloud.Tests.Worker;

/// <summary>The published app with settings that it can't start with: in Azure nothing else would say why it is silent.</summary>
public sealed class WrongSettingsTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Readiness_names_every_wrong_setting_and_no_value()
    {
        var storage = azurite.TakeAccount();
        var settings = new Dictionary<string, string>
        {
            ["FluidCloudStorage"] = storage,
            ["FluidCloudRateLimits__requests"] = "many-secrets",
            ["FluidCloudSqlite__path"] = Path.Combine(Path.GetTempPath(), $"fluidcloud-{Guid.NewGuid():N}.db"),
            ["FluidCloudMistyped__path"] = "x",
        };
        await using var host = await FunctionsHost.Start(await PublishedApp.Folder(), settings, storage, _ => { }, Cancel);
        using var http = new HttpClient { BaseAddress = host.Address };

        using var ready = await http.GetAsync("health/ready", Cancel);
        ((int)ready.StatusCode).ShouldBe(503);
        var text = await ready.Content.ReadAsStringAsync(Cancel);
        var body = JsonDocument.Parse(text).RootElement;
        body.GetProperty("status").GetString().ShouldBe("not_ready");
        var note = body.GetProperty("dependencies").GetProperty("settings").GetProperty("note").GetString()!;
        note.ShouldContain("FluidCloudRateLimits__requests must be a whole number");
        note.ShouldContain("FluidCloudMistyped: there is no such setting", Case.Sensitive);
        text.ShouldNotContain("many-secrets");

        using var other = await http.GetAsync("api/v1/spaces", Cancel);
        ((int)other.StatusCode).ShouldBe(503);
        other.Headers.RetryAfter.ShouldNotBeNull();
        (await other.Content.ReadAsStringAsync(Cancel)).ShouldBe("""{"detail":"The service is busy; try again later."}""");
    }
}
