using FluidCloud.Core.Access;
using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Tombstones;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Deletion;

/// <summary>
/// Permanent deletion: a resumable, ordered saga (statement 216). Writing the tombstone is its point of no return: from then
/// on every caller gets 404, and the purge can only move forward. Every purge of a file goes through this class.
/// </summary>
public sealed partial class PurgeFiles(
    IMetadataStore metadata, LocateFiles locate, WriteTombstones tombstones, FinishPurge purge, RemoveFolderRecord remove,
    ConfirmSweep confirm, FinishSweeps finish, ILogger<PurgeFiles> log)
{
    /// <summary>Purges one file, live or in Trash, being scanned or not (statements 18, 19, 36).</summary>
    /// <returns>The file as it was.</returns>
    /// <exception cref="FluidCloudException">404 when there is none; a storage error when its links or its bytes could not be erased yet.</exception>
    public async Task<FileItem> One(Reach reach, FileId id, CancellationToken cancel)
    {
        var tenant = reach.Tenant;
        // WriteTombstones locates the file, so a plain read suffices here; Covers checks the caller's reach.
        if (await metadata.Read<FileItem>(Partitions.Of(tenant), id.ToString(), cancel) is not { Status: not FileStatus.Purging } file
            || !await locate.Covers(reach, file, cancel))
            throw Errors.FileNotFound();
        var written = await tombstones.Run(tenant, [file], new Purge { Cause = PurgeCause.Call }, wanted: _ => true, cancel);
        if (written.Count == 0)
            throw Errors.FileNotFound();
        if ((await purge.Run(tenant, written)).Count > 0)
            throw Errors.NotErasedYet();
        if (written[0].DeletedAt is not null)
            await TryFinishSweeps(tenant);
        return file;
    }

    /// <summary>Purges many files, as <see cref="One"/> does each, in batches.</summary>
    /// <param name="files">At most <see cref="ChangeFiles.MaxFiles"/>.</param>
    /// <returns>One answer for each id, in the order of first mention: the file as it was, or why it is not purged.</returns>
    public async Task<IReadOnlyDictionary<FileId, FileAnswer>> Many(Reach reach, IEnumerable<FileId> files, CancellationToken cancel)
    {
        var tenant = reach.Tenant;
        var answers = files.Distinct().ToDictionary(file => file, _ => new FileAnswer(File: null, Errors.FileNotFound()));
        foreach (var batch in answers.Keys.Chunk(PurgeBatchJob.MaxFiles))
        {
            var found = await locate.ByIds(reach, batch, cancel);
            var written = await tombstones.Run(tenant, [.. found.Select(file => file.Stored)],
                new Purge { Cause = PurgeCause.Call }, wanted: _ => true, cancel);
            foreach (var file in written)
                answers[file.FileId] = new(file, Refused: null, IsChanged: true);
            foreach (var file in await purge.Run(tenant, written))
                answers[file.FileId] = new(File: null, Errors.NotErasedYet());
        }
        if (answers.Values.Any(answer => answer.File?.DeletedAt is not null))
            await TryFinishSweeps(tenant);
        return answers;
    }

    /// <summary>Purges a batch of a sweep, or finishes tombstones that were left behind.</summary>
    /// <exception cref="PurgeIncompleteException">Some of the sweep's files could not be erased: deliver the job again.</exception>
    public async Task Batch(PurgeBatchJob job, CancellationToken cancel)
    {
        var page = await metadata.Query(Partitions.Of(job.Tenant), new FilesById(job.Files), cancel);
        if (job.Sweep is null)
        {
            // The tombstone of a file that fails here carries the time of its next attempt.
            await purge.Run(job.Tenant, [.. page.Items.Where(file => file.Status == FileStatus.Purging)]);
            await finish.Run(job.Tenant, cancel);
            return;
        }
        var tombstone = page.Items.ToLookup(file => file.Purge?.Sweep == job.Sweep.Id);
        // A folder's tombstone decides for everything in the folder.
        var holds = job.Folder is not null || await confirm.StillApplies(job.Tenant, job.Sweep, cancel);
        // This sweep takes over tombstones of other purges, such as those that another sweep abandoned.
        var written = await tombstones.Run(job.Tenant, [.. tombstone[false]], Purge.For(job.Sweep),
            file => holds && IsWanted(file, job.Sweep), cancel);
        if (job.Folder is { } folder)
            await remove.IfEmpty(job.Tenant, folder, cancel);
        if ((await purge.Run(job.Tenant, [.. tombstone[true].Where(file => IsWanted(file, job.Sweep)), .. written])).Count > 0)
            throw new PurgeIncompleteException(job.Sweep.Id);
        await finish.Run(job.Tenant, cancel);
    }

    /// <summary>The purge has succeeded for the caller. If finishing sweeps fails, maintenance does it later.</summary>
    private async Task TryFinishSweeps(TenantId tenant)
    {
        try
        {
            await finish.Run(tenant, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogNotFinished(log, e, tenant);
        }
    }

    /// <summary>False for a file of Trash that was restored meanwhile or trashed after the cut-off.</summary>
    private static bool IsWanted(FileItem file, SweepRef sweep) => sweep.IsOfOwner
        ? sweep.App is null || file.SourceApp == sweep.App
        : file.DeletedAt <= sweep.CutOff && (sweep.Space is null || file.SpaceId == sweep.Space);

    [LoggerMessage(2006, LogLevel.Warning, "The sweeps of tenant {Tenant} could not be finished; maintenance will finish them")]
    private static partial void LogNotFinished(ILogger log, Exception e, TenantId tenant);
}

/// <summary>Some files of a batch could not be erased; their tombstones stand.</summary>
public sealed class PurgeIncompleteException(SweepId sweep) : Exception($"Some files of sweep {sweep} could not be erased yet.");
