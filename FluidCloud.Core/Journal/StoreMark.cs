using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Journal;

/// <summary>
/// A number that grows every ten minutes, in the metadata first and then beside the bytes. Metadata with the smaller number
/// were restored from a backup (docs/adr/0020).
/// </summary>
public sealed record StoreMark : Document, IDocumentType
{
    public static string Type => "store_mark";

    /// <summary>Its id, the only one in its partition.</summary>
    public const string OnlyId = "mark";

    private static readonly TimeSpan ClockMargin = TimeSpan.FromHours(1);

    public required long Number { get; init; }

    /// <summary>When the number was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the metadata were restored and caught up; null when they never were.</summary>
    public DateTimeOffset? RestoredAt { get; init; }

    /// <summary>
    /// Blobs created from then until <see cref="RestoredAt"/> that no document names may be uploads whose records the restore
    /// has lost: audits keep and count them. null when there are none to keep.
    /// </summary>
    public DateTimeOffset? UnknownSince { get; init; }

    public static StoreMark First => new() { Id = OnlyId, Number = 0, At = DateTimeOffset.MinValue };

    /// <summary>Whether a blob without a record may be an upload that a restore has lost.</summary>
    /// <param name="createdAt">By the clock of storage.</param>
    public bool MayHaveLost(DateTimeOffset createdAt) => createdAt >= UnknownSince - ClockMargin && createdAt <= RestoredAt + ClockMargin;
}
