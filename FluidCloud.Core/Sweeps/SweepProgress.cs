using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Sweeps;

/// <summary>The patches that record progress in a sweep's document. They fail once the scope has a newer sweep.</summary>
internal static class SweepProgress
{
    /// <returns>null when the file's purge belongs to no sweep.</returns>
    public static string? SweepDocument(FileItem file) => file.Purge is { } purge ? Sweep.DocumentOf(purge) : null;

    /// <summary>Counts files whose records are removed in the same commit.</summary>
    public static IEnumerable<Change> Purged(IEnumerable<FileItem> files, DateTimeOffset now) =>
        Patches(files, group => new(SweepDocument(group.First())!)
        {
            Increments = new Dictionary<string, long>
            {
                ["files_done"] = group.Count(),
                ["bytes_done"] = group.Sum(file => file.Size),
                ["links_killed"] = group.Sum(file => file.Purge!.LinksKilled),
                ["files_failed"] = -group.Count(IsAbandoned),
                ["bytes_failed"] = -group.Where(IsAbandoned).Sum(file => file.Size),
            },
            Sets = new Dictionary<string, object?> { ["resumes"] = 0, ["due_at"] = now + Sweep.GracePeriod },
        });

    /// <summary>
    /// Records that a folder's document is removed in the same commit: it adds nothing to the counts, but it is progress.
    /// </summary>
    public static Change FolderPurged(Purge purge, DateTimeOffset now) => new PatchChange(Sweep.DocumentOf(purge)!)
    {
        Sets = new Dictionary<string, object?> { ["resumes"] = 0, ["due_at"] = now + Sweep.GracePeriod },
        Condition = new PatchCondition.FieldEquals("sweep_id", purge.Sweep!.Value.ToString()),
    };

    /// <summary>Counts tombstones that have just failed for the last time, and marks the sweep stalled.</summary>
    public static IEnumerable<Change> Abandoned(IEnumerable<FileItem> files) =>
        Patches(files, group => new(SweepDocument(group.First())!)
        {
            Increments = new Dictionary<string, long> { ["files_failed"] = group.Count(), ["bytes_failed"] = group.Sum(file => file.Size) },
            Sets = new Dictionary<string, object?> { ["state"] = SweepState.Stalled },
        });

    private static bool IsAbandoned(FileItem file) => file.Purge!.FailedAttempts >= Sweep.MaxAttempts;

    private static IEnumerable<Change> Patches(IEnumerable<FileItem> files, Func<IGrouping<SweepId, FileItem>, PatchChange> patch) =>
        files.GroupBy(file => file.Purge!.Sweep!.Value)
            .Select(group => patch(group) with { Condition = new PatchCondition.FieldEquals("sweep_id", group.Key.ToString()) });
}
