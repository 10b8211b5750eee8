using System.Globalization;
using System.Reflection;
using FluidCloud.Core.Jobs;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>
/// What each operation asks of the metadata store, held to the table of docs/operations.md. With Cosmos DB each call is one
/// request over the network: no query plan, no second page, no repetition.
/// </summary>
public class MetadataCallsTests(CountedApp app) : IClassFixture<CountedApp>
{
    private static readonly IReadOnlyDictionary<string, string> Table =
        (from line in File.ReadLines(Path.Combine(Root, "docs", "operations.md"))
         let cells = line.Split('|', StringSplitOptions.TrimEntries)
         where cells is ["", _, ['`', .. var calls, '`'], _, _, ""] && (calls.StartsWith("read ", StringComparison.Ordinal) || calls.StartsWith("query ", StringComparison.Ordinal))
         select cells).ToDictionary(cells => cells[1], cells => cells[2].Trim('`'));

    private static string Root => Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "RepositoryRoot").Value!;

    private readonly Dictionary<string, string> measured = [];

    [Fact]
    public async Task Each_operation_makes_the_calls_that_the_table_says()
    {
        var client = await app.NewTenantAsync();
        var space = await client.SpaceAsync();

        var ticket = await Request("Start an upload", () => client.InitiateAsync("a.txt", 5, clientKey: "key"));
        await TenantClient.PutBytesAsync(ticket, new byte[5]);
        var file = (await Request("Complete an upload", () => client.CompleteAsync(ticket)))["id"].GetString()!;
        await client.WaitForScanAsync(file);
        Take("Scan a file", ScanJob.Queue, app.Calls(ScanJob.Queue));

        await Request("Get a file", () => client.GetAsync($"files/{file}"));
        await Request("Resolve a client key", () => client.GetAsync("files/resolve?client_key=key"));
        await Request("List a page of 50 files", () => client.GetAsync($"files?space_id={space}&limit=50"));
        await Request("Sign a download", () => client.GetAsync($"files/{file}/download"));
        await Request("Read the quota", () => client.GetAsync("quota"));
        await Request("Trash a file", () => client.DeleteAsync($"files/{file}"));
        await Request("Restore a file", () => client.PostAsync($"files/{file}/restore"));
        await Request("Purge a file", () => client.DeleteAsync($"gdpr/files/{file}"));

        var many = await client.UploadManyAsync(PurgeBatchJob.MaxFiles);
        await Task.WhenAll(many.Select(client.WaitForScanAsync));
        await Request("Trash 64 files", () => client.PostAsync("files/trash", new { file_ids = many }));
        await Request("Restore 64 files", () => client.PostAsync("files/restore", new { file_ids = many }));
        await Request("Purge 64 files", () => client.PostAsync("gdpr/files/erase", new { file_ids = many }));

        var ids = await client.UploadManyAsync(PurgeBatchJob.MaxFiles);
        await Task.WhenAll(ids.Select(client.WaitForScanAsync));
        await client.TrashAsync(ids);
        await Request("Empty Trash", () => client.DeleteAsync("gdpr/trash"));
        (await client.SweptAsync()).ShouldHaveSingleItem().GetProperty("state").GetString().ShouldBe("done");
        // What comes after the last of the files is the end of the sweep, which the planner may come to first.
        var batch = app.Calls(PurgeBatchJob.Queue);
        Take($"Purge a batch of {PurgeBatchJob.MaxFiles} files", PurgeBatchJob.Queue,
            [.. batch.Take(1 + batch.ToList().FindLastIndex(call => call.StartsWith("commit", StringComparison.Ordinal) && call != "commit 1"))]);

        measured.Select(row => $"{row.Key}: {row.Value}").ShouldBe(Table.Select(row => $"{row.Key}: {row.Value}"));
    }

    [Fact]
    public async Task The_charge_of_each_request_and_job_is_measured()
    {
        using var telemetry = new RecordedTelemetry(app);
        var client = await app.NewTenantAsync();
        var file = await client.UploadAsync();
        var get = await client.GetAsync($"files/{file}");
        await TenantClient.UntilAsync("its charge is recorded", () => Task.FromResult(
            !app.IsOnCosmos || Charges("GET /api/v1/files/{file_id}").Contains(double.Parse(get.Headers.GetValues("X-RU").Single(), CultureInfo.InvariantCulture))));
        await TenantClient.UntilAsync("the job's is", () => Task.FromResult(!app.IsOnCosmos || Charges(ScanJob.Queue).Any(charge => charge > 0)));
        if (!app.IsOnCosmos)
            telemetry.Of("fluidcloud.metadata.charge").ShouldBeEmpty("SQLite charges nothing.");

        IEnumerable<double> Charges(string operation) => telemetry.Of("fluidcloud.metadata.charge")
            .Where(one => Equals(one.Tags["operation"], operation)).Select(one => one.Value);
    }

    private async Task<ApiResponse> Request(string name, Func<Task<ApiResponse>> call)
    {
        app.Forget();
        var answer = await call();
        ((int)answer.Status).ShouldBeInRange(200, 299, answer.Text);
        Take(name, queue: null, app.Calls(queue: null));
        var charge = double.Parse(answer.Headers.GetValues("X-RU").Single(), CultureInfo.InvariantCulture);
        (charge > 0).ShouldBe(app.IsOnCosmos, $"X-RU of {name}");
        return answer;
    }

    private void Take(string name, string? queue, IReadOnlyList<string> calls)
    {
        measured.Add(name, string.Join(", ", calls.CountBy(call => call).Select(call => call.Value == 1 ? call.Key : $"{call.Value} x {call.Key}")));
        if (app.IsOnCosmos)
            app.Sent(queue).Order().ShouldBe(app.Calls(queue).Select(call => call.Split(' ')[0]).Order(), name);
    }
}
