using FluidCloud.Core.Jobs;
using FluidCloud.Tests.Hosting;
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

        (await client.DeleteAsync("gdpr/trash")).ShouldBe(200);
        await client.SweptAsync();

        await TenantClient.UntilAsync("the batch has ended", () => Task.FromResult(telemetry.Of("fluidcloud.job.duration")
            .Any(job => Equals(job.Tags["queue"], PurgeBatchJob.Queue))));
        var batch = telemetry.Of(client.Tenant).Single(span => span.OperationName == "process purges");
        var plan = telemetry.Of(client.Tenant).Single(span => span.SpanId == batch.ParentSpanId);
        plan.OperationName.ShouldBe("process sweeps");
        plan.TraceId.ShouldBe(batch.TraceId);

        telemetry.Of("fluidcloud.files.purged").ShouldHaveSingleItem().Tags["cause"].ShouldBe("sweep");
        telemetry.Sum("fluidcloud.files.purged").ShouldBe(2);
        telemetry.Sum("fluidcloud.bytes.purged").ShouldBe(12);
        telemetry.Sum("fluidcloud.scans").ShouldBe(2);
        telemetry.Of("fluidcloud.sweep.duration").ShouldHaveSingleItem();
        var jobs = telemetry.Of("fluidcloud.job.duration").Select(job => $"{job.Tags["queue"]} {job.Tags["outcome"]}").ToList();
        jobs.ShouldContain("scans done");
        jobs.ShouldAllBe(job => job.EndsWith(" done", StringComparison.Ordinal));
        telemetry.Of("fluidcloud.job.wait").ShouldAllBe(wait => wait.Value >= 0 && wait.Value < 60);
    }
}
