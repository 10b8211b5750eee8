using System.Text.Json;
using Azure.Storage.Queues;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Telemetry;
using FluidCloud.Functions.Jobs;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>What an operator sees of a piece of work, from the request to its last job.</summary>
public class TelemetryTests(LocalApp app) : IClassFixture<LocalApp>
{
    [Fact]
    public async Task Emptying_Trash_is_one_trace_and_counts_what_it_purged()
    {
        using var telemetry = new RecordedTelemetry(app);
        var client = await app.NewTenantAsync();
        await client.TrashAsync(await client.UploadAsync("a.txt", new byte[7]), await client.UploadAsync("b.txt", new byte[5]));

        var answer = (await client.DeleteAsync("gdpr/trash")).ShouldBe(200);
        await client.SweptAsync();

        await TenantClient.UntilAsync("the batch has ended", () => Task.FromResult(telemetry.Of("fluidcloud.job.duration")
            .Any(job => Equals(job.Tags["job"], PurgeBatchJob.Queue))));
        var batch = telemetry.Of(client.Tenant).Single(span => span.OperationName == "process purges");
        var plan = telemetry.Of(client.Tenant).Single(span => span.SpanId == batch.ParentSpanId);
        plan.OperationName.ShouldBe("process sweeps");
        var request = telemetry.Of(plan.TraceId).Single(span => span.SpanId == plan.ParentSpanId);
        request.DisplayName.ShouldBe("DELETE /api/v1/gdpr/trash");
        request.GetTagItem("http.response.status_code").ShouldBe(200);
        request.ParentSpanId.ShouldBe(default);
        answer.Headers.GetValues("X-Request-Id").ShouldBe([request.TraceId.ToString()]);
        batch.TraceId.ShouldBe(request.TraceId);

        telemetry.Of("fluidcloud.files.purged").ShouldHaveSingleItem().Tags["cause"].ShouldBe("sweep");
        telemetry.Sum("fluidcloud.files.purged").ShouldBe(2);
        telemetry.Sum("fluidcloud.bytes.purged").ShouldBe(12);
        telemetry.Sum("fluidcloud.scans").ShouldBe(2);
        telemetry.Of("fluidcloud.sweep.duration").ShouldHaveSingleItem();
        var jobs = telemetry.Of("fluidcloud.job.duration").Select(job => $"{job.Tags["job"]} {job.Tags["outcome"]}").ToList();
        jobs.ShouldContain("scans done");
        jobs.ShouldAllBe(job => job.EndsWith(" done", StringComparison.Ordinal));
        telemetry.Of("fluidcloud.job.wait").ShouldAllBe(wait => wait.Value >= 0 && wait.Value < 60);
    }

    [Fact]
    public async Task Requests_are_measured_by_route_and_status()
    {
        using var telemetry = new RecordedTelemetry(app);
        var client = await app.NewTenantAsync();
        (await client.GetAsync($"files/{Guid.NewGuid()}")).ShouldFail(404);
        (await client.GetAsync("no/such/route")).ShouldFail(404);

        await TenantClient.UntilAsync("both are measured", () => Task.FromResult(telemetry.Of("http.server.request.duration").Count == 2));
        telemetry.Of("http.server.request.duration").Select(one => string.Join(' ', one.Tags.Values)).ShouldBe(
            ["GET /api/v1/files/{file_id} 404", "GET /{*path} 404"]);
    }

    [Fact]
    public async Task A_caller_may_bring_a_trace_and_may_not_break_anything_with_it()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        (await RequestIdAsync($"00-{Trace}-00f067aa0ba902b7-01")).ShouldBe(Trace);
        (await RequestIdAsync($"00-{Trace}-00f067aa0ba902b7-00")).ShouldBe(Trace);
        foreach (var none in new[] { "", "x", $"00-{new string('0', 32)}-00f067aa0ba902b7-01", $"00-{Trace}-00f067aa0ba902b7", $"00-{Trace}\"}}-00f067aa0ba902b7-01", new string('a', 4000) })
            (await RequestIdAsync(none)).ShouldMatch("^[0-9a-f]{32}$");
        (await RequestIdAsync("x")).ShouldNotBe(await RequestIdAsync("x"));

        async Task<string> RequestIdAsync(string traceParent) =>
            (await TenantClient.SendRawAsync(app, HttpMethod.Get, "health/live", headers: headers => headers.TryAddWithoutValidation("traceparent", traceParent)))
                .ShouldBe(200).Headers.GetValues("X-Request-Id").Single();
    }

    [Fact]
    public async Task Maintenance_begins_a_trace_of_its_own_and_is_measured_by_name()
    {
        using var telemetry = new RecordedTelemetry(app);
        using var around = Traces.Begin("around", System.Diagnostics.ActivityKind.Internal, traceParent: null);
        var pipeline = app.Services.GetRequiredService<JobPipeline>();

        await pipeline.Run("timer", _ => Task.CompletedTask, CancellationToken.None);
        await Should.ThrowAsync<IOException>(() => pipeline.Run("timer", _ => throw new IOException(), CancellationToken.None));

        telemetry.Of("fluidcloud.job.duration").Select(job => job.Tags["outcome"]).ShouldBe(["done", "failed"]);
        telemetry.Of(around.TraceId).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_without_an_envelope_of_ours_is_worked_off_too()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("a.txt");
        await client.TrashAsync(id);
        using var telemetry = new RecordedTelemetry(app);

        await new QueueClient(app.StorageConnection, AuditTenantJob.Queue)
            .SendMessageAsync(JsonSerializer.Serialize(new { Job = new { client.Tenant } }), TestContext.Current.CancellationToken);

        await TenantClient.UntilAsync("it is done", () => Task.FromResult(telemetry.Of(client.Tenant).Any()));
        telemetry.Of(client.Tenant).ShouldHaveSingleItem().Status.ShouldBe(System.Diagnostics.ActivityStatusCode.Unset);
        telemetry.Sum("fluidcloud.audits").ShouldBe(1);
        telemetry.Of("fluidcloud.job.wait").ShouldBeEmpty();
    }
}
