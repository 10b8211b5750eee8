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

    /// <param name="Threat">null for clean bytes.</param>
    public sealed record Judged(string? Threat, string Sha256, MediaType Type) : ScanOutcome
    {
        public override FileItem Of(FileItem pending, DateTimeOffset now) => pending with
        {
            Sha256 = Sha256,
            Mime = Type.Mime,
            Charset = Type.Charset,
            ScanStatus = Threat is null ? ScanStatus.Clean : ScanStatus.Infected,
            Status = Threat is null ? FileStatus.Ready : FileStatus.Quarantined,
            UpdatedAt = now,
            DueAt = null,
        };
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
