using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Sweeps;

/// <summary>The patches by which the tombstones of a sweep count on its document. They fail once the scope has a newer sweep.</summary>
internal static class SweepProgress
{
    /// <returns>null when no sweep asked for the file's purge.</returns>
    public static string? SweepDocument(FileItem file) => file.Purge is { } purge ? Sweep.DocumentOf(purge) : null;

    /// <summary>Files whose records go in the same commit.</summary>
    public static IEnumerable<Change> Purged(IEnumerable<FileItem> files, DateTimeOffset now) =>
        Patches(files, group => new(SweepDocument(group.First())!)
        {
            Increments = new Dictionary<string, long>
            {
                ["files_done"] = group.Count(),
                ["bytes_done"] = group.Sum(file => file.Size),
                ["files_failed"] = -group.Count(HasGivenUp),
                ["bytes_failed"] = -group.Where(HasGivenUp).Sum(file => file.Size),
            },
            Sets = new Dictionary<string, object?> { ["resumes"] = 0, ["due_at"] = now + Sweep.GracePeriod },
        });

    /// <summary>A folder whose document goes in the same commit: it is no file, but a sign of life.</summary>
    public static Change FolderPurged(Purge purge, DateTimeOffset now) => new PatchChange(Sweep.DocumentOf(purge)!)
    {
        Sets = new Dictionary<string, object?> { ["resumes"] = 0, ["due_at"] = now + Sweep.GracePeriod },
        Condition = new PatchCondition.FieldEquals("sweep_id", purge.Sweep!.Value.ToString()),
    };

    /// <summary>Tombstones that have just failed for the last time of this sweep: it can't end by itself.</summary>
    public static IEnumerable<Change> GivenUp(IEnumerable<FileItem> files) =>
        Patches(files, group => new(SweepDocument(group.First())!)
        {
            Increments = new Dictionary<string, long> { ["files_failed"] = group.Count(), ["bytes_failed"] = group.Sum(file => file.Size) },
            Sets = new Dictionary<string, object?> { ["state"] = SweepState.Stalled },
        });

    private static bool HasGivenUp(FileItem file) => file.Purge!.FailedAttempts >= Sweep.MaxAttempts;

    private static IEnumerable<Change> Patches(IEnumerable<FileItem> files, Func<IGrouping<SweepId, FileItem>, PatchChange> patch) =>
        files.GroupBy(file => file.Purge!.Sweep!.Value)
            .Select(group => patch(group) with { Condition = new PatchCondition.FieldEquals("sweep_id", group.Key.ToString()) });
}
