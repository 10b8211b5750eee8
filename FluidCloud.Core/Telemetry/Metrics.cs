using System.Diagnostics.Metrics;
using System.Text.Json;

namespace FluidCloud.Core.Telemetry;

/// <summary>
/// All instruments of the product: their names, units and tags (documented in docs/operations.md). Tags have at most a few
/// dozen values; ids belong in logs and traces.
/// </summary>
public sealed class Metrics
{
    public const string MeterName = "FluidCloud";

    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800] };
    private static readonly InstrumentAdvice<double> Hours = new() { HistogramBucketBoundaries = [1, 10, 60, 300, 900, 1800, 3600, 4 * 3600, 12 * 3600, 24 * 3600, 72 * 3600] };
    private static readonly InstrumentAdvice<double> Units = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000] };
    private static readonly InstrumentAdvice<long> Amounts = new() { HistogramBucketBoundaries = [0, 1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 1_000_000_000] };

    private readonly Histogram<double> requestDuration;
    private readonly Histogram<double> jobWait;
    private readonly Histogram<double> jobDuration;
    private readonly Counter<long> filesPurged;
    private readonly Counter<long> bytesPurged;
    private readonly Counter<long> erasuresFailed;
    private readonly Histogram<double> sweepDuration;
    private readonly Histogram<double> sweepAge;
    private readonly Histogram<long> sweepLeft;
    private readonly Counter<long> scans;
    private readonly Histogram<double> scanAge;
    private readonly Counter<long> edgePurges;
    private readonly Counter<long> resumed;
    private readonly Counter<long> audits;
    private readonly Counter<long> orphans;
    private readonly Counter<long> filesWithoutBytes;
    private readonly Histogram<long> quotaDrift;
    private readonly Counter<long> appended;
    private readonly Histogram<double> logBehind;
    private readonly Counter<long> receiptsFalse;
    private readonly Counter<long> tileChecks;
    private readonly Histogram<double> charge;

    public Metrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        requestDuration = meter.CreateHistogram<double>("http.server.request.duration", "s", "Requests, to the last byte of the response, by route and status", advice: Seconds);
        jobWait = meter.CreateHistogram<double>("fluidcloud.job.wait", "s", "Time from when a job was due to the start of each attempt", advice: Seconds);
        jobDuration = meter.CreateHistogram<double>("fluidcloud.job.duration", "s", "Duration of a job or timer, by outcome", advice: Seconds);
        filesPurged = meter.CreateCounter<long>("fluidcloud.files.purged", "{file}", "Files erased, with their records");
        bytesPurged = meter.CreateCounter<long>("fluidcloud.bytes.purged", "By", "Bytes of these files");
        erasuresFailed = meter.CreateCounter<long>("fluidcloud.erasures.failed", "{file}", "Failed attempts to erase a file's bytes");
        sweepDuration = meter.CreateHistogram<double>("fluidcloud.sweep.duration", "s", "From the request to empty Trash to the end of the sweep", advice: Hours);
        sweepAge = meter.CreateHistogram<double>("fluidcloud.sweep.age", "s", "Age of each sweep that is not done, once a minute", advice: Hours);
        sweepLeft = meter.CreateHistogram<long>("fluidcloud.sweep.left", "{file}", "Files that each of them still has to purge", advice: Amounts);
        scans = meter.CreateCounter<long>("fluidcloud.scans", "{scan}", "Scans, by verdict; pending without one");
        scanAge = meter.CreateHistogram<double>("fluidcloud.scans.pending_age", "s", "Wait of the file that has waited longest for a verdict, once a minute", advice: Hours);
        edgePurges = meter.CreateCounter<long>("fluidcloud.edge.purges", "{purge}", "Calls that purge links from the edge, by outcome");
        resumed = meter.CreateCounter<long>("fluidcloud.maintenance.resumed", "{document}", "Documents whose work was overdue");
        audits = meter.CreateCounter<long>("fluidcloud.audits", "{audit}", "Audits of a tenant, or of a part of one");
        orphans = meter.CreateCounter<long>("fluidcloud.orphans.erased", "{blob}", "Orphan blobs erased");
        filesWithoutBytes = meter.CreateCounter<long>("fluidcloud.files.without_bytes", "{file}", "Records whose bytes are missing");
        quotaDrift = meter.CreateHistogram<long>("fluidcloud.quota.drift", "{unit}", "Difference between a tenant's counters and its records, files and bytes together", advice: Amounts);
        appended = meter.CreateCounter<long>("fluidcloud.erasure_log.receipts", "{receipt}", "Receipts that got their place in the erasure log");
        logBehind = meter.CreateHistogram<double>("fluidcloud.erasure_log.behind", "s", "How long the receipt has waited for its place that waits longest, twice a minute", advice: Hours);
        receiptsFalse = meter.CreateCounter<long>("fluidcloud.erasure_log.receipts_false", "{receipt}", "Receipts that are not what the erasure log has");
        tileChecks = meter.CreateCounter<long>("fluidcloud.erasure_log.checks", "{check}", "Checks of the log against all its tiles, by what came of it");
        charge = meter.CreateHistogram<double>("fluidcloud.metadata.charge", "{request_unit}", "Request units of a request or job in the metadata store", advice: Units);
    }

    /// <param name="route">The route template, because a path may hold the token of a link.</param>
    public void RequestEnded(string method, string route, int status, TimeSpan duration) => requestDuration.Record(duration.TotalSeconds,
        Tag("http.request.method", method), Tag("http.route", route), new("http.response.status_code", status));

    /// <param name="wait">A negative wait, caused by clock differences, is recorded as 0.</param>
    public void JobBegun(string queue, TimeSpan wait) => jobWait.Record(Math.Max(0, wait.TotalSeconds), Tag("job", queue));

    /// <param name="job">The queue, or the timer.</param>
    public void JobEnded(string job, JobOutcome outcome, TimeSpan duration) =>
        jobDuration.Record(duration.TotalSeconds, Tag("job", job), Tag("outcome", outcome));

    public void Purged(Enum cause, long files, long bytes)
    {
        filesPurged.Add(files, Tag("cause", cause));
        bytesPurged.Add(bytes, Tag("cause", cause));
    }

    public void ErasureFailed() => erasuresFailed.Add(1);

    public void SweepDone(TimeSpan age) => sweepDuration.Record(age.TotalSeconds);

    /// <summary>One that is not done.</summary>
    public void SweepSeen(Enum state, TimeSpan age, long filesLeft)
    {
        sweepAge.Record(age.TotalSeconds, Tag("state", state));
        sweepLeft.Record(filesLeft, Tag("state", state));
    }

    public void Scanned(Enum verdict) => scans.Add(1, Tag("verdict", verdict));

    /// <param name="age">Age of the file that has waited longest; zero when no file waits.</param>
    public void ScansWait(TimeSpan age) => scanAge.Record(age.TotalSeconds);

    public void EdgePurged(bool succeeded) => edgePurges.Add(1, Tag("outcome", succeeded ? JobOutcome.Done : JobOutcome.Failed));

    /// <param name="kind">The kind of document, in the singular.</param>
    public void Resumed(string kind, int count) => resumed.Add(count, Tag("kind", kind));

    /// <param name="drift">By how much the counters differ from the records; null when unknown.</param>
    public void Audited(int orphanBlobs, int recordsWithoutBytes, long? drift)
    {
        audits.Add(1);
        orphans.Add(orphanBlobs);
        filesWithoutBytes.Add(recordsWithoutBytes);
        if (drift is { } units)
            quotaDrift.Record(units);
    }

    public void ReceiptsAppended(int count) => appended.Add(count);

    /// <param name="age">Of the receipt that has waited longest; nothing when none waits.</param>
    public void ReceiptsWait(TimeSpan age) => logBehind.Record(age.TotalSeconds);

    public void ReceiptsFalse(int count) => receiptsFalse.Add(count);

    public void TilesChecked(bool holds) => tileChecks.Add(1, Tag("outcome", holds ? "holds" : "damaged"));

    /// <param name="operation">Method and route, or the queue.</param>
    /// <param name="requestUnits">Request units; 0 is not recorded.</param>
    public void Charged(string operation, double requestUnits)
    {
        if (requestUnits > 0)
            charge.Record(requestUnits, Tag("operation", operation));
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static KeyValuePair<string, object?> Tag(string name, Enum value) => new(name, JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
}

public enum JobOutcome
{
    Done,
    Failed,

    /// <summary>A store is busy: the job was enqueued again with a delay.</summary>
    Postponed,

    /// <summary>The host stops: the job is delivered again immediately.</summary>
    Stopped,
}
