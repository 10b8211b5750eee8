using System.Diagnostics.Metrics;
using System.Text.Json;
using FluidCloud.Core.Files;
using FluidCloud.Core.Maintenance;

namespace FluidCloud.Core.Telemetry;

/// <summary>
/// Every measurement of the product: the only place that knows the names, units and tags of the instruments, of which
/// docs/operations.md says what they mean. No tag has more than a few dozen values: ids are for the log and the traces.
/// </summary>
public sealed class Metrics
{
    public const string MeterName = "FluidCloud";

    private readonly Histogram<double> jobWait;
    private readonly Histogram<double> jobDuration;
    private readonly Counter<long> filesPurged;
    private readonly Counter<long> bytesPurged;
    private readonly Counter<long> erasuresFailed;
    private readonly Histogram<double> sweepDuration;
    private readonly Counter<long> scans;
    private readonly Counter<long> edgePurges;
    private readonly Counter<long> resumed;
    private readonly Counter<long> audits;
    private readonly Counter<long> orphans;
    private readonly Counter<long> filesWithoutBytes;
    private readonly Histogram<long> quotaDrift;
    private readonly Histogram<double> charge;

    public Metrics(IMeterFactory factory)
    {
        var meter = factory.Create(MeterName);
        jobWait = meter.CreateHistogram<double>("fluidcloud.job.wait", "s", "From when a job was due to each time that it is begun");
        jobDuration = meter.CreateHistogram<double>("fluidcloud.job.duration", "s", "Work on a job, by how it ended");
        filesPurged = meter.CreateCounter<long>("fluidcloud.files.purged", "{file}", "Files erased, records and all");
        bytesPurged = meter.CreateCounter<long>("fluidcloud.bytes.purged", "By", "Their bytes");
        erasuresFailed = meter.CreateCounter<long>("fluidcloud.erasures.failed", "{file}", "Attempts to erase a file's bytes that storage failed");
        sweepDuration = meter.CreateHistogram<double>("fluidcloud.sweep.duration", "s", "From a request to empty Trash until nothing was left");
        scans = meter.CreateCounter<long>("fluidcloud.scans", "{scan}", "Scans, by verdict; pending without one");
        edgePurges = meter.CreateCounter<long>("fluidcloud.edge.purges", "{purge}", "Calls that remove links from the edge's cache, by how they ended");
        resumed = meter.CreateCounter<long>("fluidcloud.maintenance.resumed", "{document}", "Documents whose work was overdue");
        audits = meter.CreateCounter<long>("fluidcloud.audits", "{audit}", "Audits of a tenant, or of a part of one");
        orphans = meter.CreateCounter<long>("fluidcloud.orphans.erased", "{blob}", "Blobs that no record knew");
        filesWithoutBytes = meter.CreateCounter<long>("fluidcloud.files.without_bytes", "{file}", "Records whose bytes are missing");
        quotaDrift = meter.CreateHistogram<long>("fluidcloud.quota.drift", "{unit}", "By how much the counters of a tenant are off its records, files and bytes in sum");
        charge = meter.CreateHistogram<double>("fluidcloud.metadata.charge", "{request_unit}", "What a request or a job cost in the metadata store");
    }

    /// <param name="wait">Less than nothing, by two clocks that differ, is nothing.</param>
    public void JobBegun(string queue, TimeSpan wait) => jobWait.Record(Math.Max(0, wait.TotalSeconds), Tag("queue", queue));

    public void JobEnded(string queue, JobOutcome outcome, TimeSpan duration) =>
        jobDuration.Record(duration.TotalSeconds, Tag("queue", queue), Tag("outcome", outcome));

    public void Purged(PurgeCause cause, long files, long bytes)
    {
        filesPurged.Add(files, Tag("cause", cause));
        bytesPurged.Add(bytes, Tag("cause", cause));
    }

    public void ErasureFailed() => erasuresFailed.Add(1);

    public void SweepDone(TimeSpan age) => sweepDuration.Record(age.TotalSeconds);

    public void Scanned(ScanStatus verdict) => scans.Add(1, Tag("verdict", verdict));

    public void EdgePurged(bool succeeded) => edgePurges.Add(1, Tag("outcome", succeeded ? JobOutcome.Done : JobOutcome.Failed));

    /// <param name="kind">Of the documents, in the singular.</param>
    public void Resumed(string kind, int count) => resumed.Add(count, Tag("kind", kind));

    public void Audited(AuditFindings findings)
    {
        audits.Add(1);
        orphans.Add(findings.OrphanBlobs);
        filesWithoutBytes.Add(findings.RecordsWithoutBytes);
        if (findings.Drift is { } drift)
            quotaDrift.Record(drift);
    }

    /// <param name="operation">A route with its method, or a queue.</param>
    /// <param name="requestUnits">0 where the store charges nothing, which is not recorded.</param>
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

    /// <summary>A store is busy: the job was sent again, for later.</summary>
    Postponed,

    /// <summary>The host stops: the job is delivered again, at once.</summary>
    Stopped,
}
