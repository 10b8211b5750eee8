using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.MediaTypes;

namespace FluidCloud.Core.Scanning;

/// <summary>The outcome of a scan, and the file's state after it (docs/adr/0013).</summary>
public abstract record ScanOutcome
{
    /// <summary>
    /// Scan attempts for a file beyond the scanner's limits, over about three hours, in which an operator may raise them.
    /// </summary>
    public const int MaxAttemptsBeyondLimits = 8;

    /// <summary>The file after this outcome. Only a verdict on all of its bytes makes it clean.</summary>
    public abstract FileItem Of(FileItem pending, DateTimeOffset now);

    /// <summary>
    /// A verdict. A file with a threat is infected, one the scanner refuses has failed; both are quarantined.
    /// </summary>
    public sealed record Judged(ScanVerdict Verdict, string Sha256, MediaType Type) : ScanOutcome
    {
        public override FileItem Of(FileItem pending, DateTimeOffset now) => pending with
        {
            Sha256 = Sha256,
            Mime = Type.Mime,
            Charset = Type.Charset,
            ScanStatus = Verdict switch
            {
                { Threat: not null } => ScanStatus.Infected,
                { Refusal: not null } => ScanStatus.Failed,
                _ => ScanStatus.Clean,
            },
            Status = Verdict == ScanVerdict.Clean ? FileStatus.Ready : FileStatus.Quarantined,
            ScanFinding = Verdict.Threat ?? Verdict.Refusal,
            UpdatedAt = now,
            DueAt = null,
        };
    }

    /// <summary>
    /// An asynchronous scanner has no verdict yet: the job runs again after 5, 10, 20, ... seconds, at most five minutes.
    /// </summary>
    /// <param name="Waits">How often the job has waited so far.</param>
    public sealed record UnderWay(int Waits) : ScanOutcome
    {
        /// <summary>
        /// About 40 minutes in total. After that the scan counts as failed without a verdict and is retried with growing
        /// delays.
        /// </summary>
        public const int MaxWaits = 12;

        public TimeSpan Pause => TimeSpan.FromSeconds(Math.Min(5 * Math.Pow(2, Waits), 300));

        /// <summary>If the job is lost, maintenance sends it again.</summary>
        public override FileItem Of(FileItem pending, DateTimeOffset now) => pending with { DueAt = now + Pause + ScanFile.GracePeriod };
    }

    /// <summary>
    /// No verdict. The file stays pending and maintenance has it scanned again, without end when the scanner is down. A file
    /// beyond the scanner's limits is abandoned after <see cref="MaxAttemptsBeyondLimits"/> attempts, because waiting does
    /// not help.
    /// </summary>
    public sealed record NoVerdict(bool IsBeyondLimits) : ScanOutcome
    {
        public override FileItem Of(FileItem pending, DateTimeOffset now)
        {
            var attempts = pending.FailedScans + 1;
            var counted = pending with { FailedScans = attempts };
            return IsBeyondLimits && attempts >= MaxAttemptsBeyondLimits
                ? counted with { ScanStatus = ScanStatus.Failed, Status = FileStatus.Quarantined, UpdatedAt = now, DueAt = null }
                : counted with { DueAt = now + RetryDelay.After(attempts) };
        }
    }
}
