using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.MediaTypes;

namespace FluidCloud.Core.Scanning;

/// <summary>How a scan ended, and what that makes of the file (docs/adr/0013).</summary>
public abstract record ScanOutcome
{
    /// <summary>How often a file beyond the scanner's limits is tried, over some three hours: an operator may raise them.</summary>
    public const int MaxAttemptsBeyondLimits = 8;

    /// <summary>What the file becomes. Nothing but a verdict on all of its bytes makes it clean.</summary>
    public abstract FileItem Of(FileItem pending, DateTimeOffset now);

    /// <summary>With a threat the file is infected; what the scanner refuses to call clean has failed, and both are quarantined.</summary>
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

    /// <summary>A scanner that works by itself has not said anything yet: the job comes again after 5, 10, 20, ... seconds, five minutes at most.</summary>
    /// <param name="Waits">How often the job has waited already.</param>
    public sealed record UnderWay(int Waits) : ScanOutcome
    {
        /// <summary>Some 40 minutes. From then on it counts as no verdict, and is tried again ever less often.</summary>
        public const int MaxWaits = 12;

        public TimeSpan Pause => TimeSpan.FromSeconds(Math.Min(5 * Math.Pow(2, Waits), 300));

        /// <summary>Should the job get lost, maintenance sends it again.</summary>
        public override FileItem Of(FileItem pending, DateTimeOffset now) => pending with { DueAt = now + Pause + ScanFile.GracePeriod };
    }

    /// <summary>
    /// The file stays pending, and maintenance has it scanned again: the scanner comes back some day. Only what it may not
    /// look at is given up in the end, for waiting would not help.
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
