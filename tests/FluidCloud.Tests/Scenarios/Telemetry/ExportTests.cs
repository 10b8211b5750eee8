using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>What reaches a collector, and what does not.</summary>
public sealed class ExportTests(AzuriteFixture azurite)
{
    private sealed class ExportingApp(AzuriteFixture azurite, Collector collector) : LocalApp(azurite)
    {
        protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
        [
            new("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Endpoint),
            new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            new("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test"),
        ];
    }

    [Fact]
    public async Task A_collector_gets_spans_measurements_and_the_log_and_nothing_confidential()
    {
        await using var collector = await Collector.Start();
        string key, signedUrl;
        var app = new ExportingApp(azurite, collector);
        await using (app)
        {
            await app.InitializeAsync();
            var client = await app.NewTenantAsync();
            key = client.Key;
            await client.UploadAsync("payroll of July.txt", Malware.Eicar);
            var clean = await client.UploadAsync("payroll of June.txt");
            signedUrl = (await client.GetAsync($"files/{clean}/download")).ShouldBe(200)["url"].GetString()!;
            (await client.DeleteAsync($"gdpr/files/{clean}")).ShouldBe(204);
        }

        // What it held was sent when it ended.
        var (traces, metrics, logs) = (collector.Received("traces"), collector.Received("metrics"), collector.Received("logs"));
        traces.ShouldContain("DELETE /api/v1/gdpr/files/{file_id}");
        traces.ShouldContain("process scans");
        metrics.ShouldContain("http.server.request.duration");
        metrics.ShouldContain("fluidcloud.files.purged");
        logs.ShouldContain("is infected");
        foreach (var signal in new[] { traces, metrics, logs })
        {
            signal.ShouldContain("fluidcloud");
            signal.ShouldContain("deployment.environment.name");
            signal.ShouldNotContain(key);
            signal.ShouldNotContain("payroll");
            signal.ShouldNotContain(new Uri(signedUrl).Query);
        }
    }
}
