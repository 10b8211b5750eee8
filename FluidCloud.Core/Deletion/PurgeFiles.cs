using FluidCloud.Core.Access;
using FluidCloud.Core.Files;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Tombstones;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Deletion;

/// <summary>
/// Permanent deletion: a resumable, ordered saga (statement 216). The tombstone is its commit: from then on the id is
/// gone for every caller, and the work only goes forward. Every way to purge comes through here.
/// </summary>
public sealed partial class PurgeFiles(
    IMetadataStore metadata, LocateFiles locate, WriteTombstones tombstones, FinishPurge purge, RemoveFolderRecord remove,
    ConfirmSweep confirm, FinishSweeps settle, ILogger<PurgeFiles> log)
{
    /// <summary>Purges one file, live or in Trash, being scanned or not (statements 18, 19, 36).</summary>
    /// <returns>The file as it was.</returns>
    /// <exception cref="FluidCloudException">404 when there is none; a storage error when its links or its bytes could not be erased yet.</exception>
    public async Task<FileItem> One(Reach reach, FileId id, CancellationToken cancel)
    {
        var tenant = reach.Tenant;
        // The tombstone asks for the folders above it; here nobody does.
        if (await metadata.Read<FileItem>(Partitions.Of(tenant), id.ToString(), cancel) is not { Status: not FileStatus.Purging } file
            || !await locate.Covers(reach, file, cancel))
            throw Errors.FileNotFound();
        var written = await tombstones.Run(tenant, [file], new Purge { Cause = PurgeCause.Call }, wanted: _ => true, cancel);
        if (written.Count == 0)
            throw Errors.FileNotFound();
        if ((await purge.Run(tenant, written)).Count > 0)
            throw Errors.NotErasedYet();
        if (written[0].DeletedAt is not null)
            await TrySettle(tenant);
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
            await TrySettle(tenant);
        return answers;
    }

    /// <summary>Purges a batch of a sweep, or finishes tombstones that were left behind.</summary>
    /// <exception cref="PurgeIncompleteException">Some of the sweep's files could not be erased: deliver the job again.</exception>
    public async Task Batch(PurgeBatchJob job, CancellationToken cancel)
    {
        var page = await metadata.Query(Partitions.Of(job.Tenant), new FilesById(job.Files), cancel);
        if (job.Sweep is null)
        {
            // What fails here carries the time of its next attempt in its tombstone.
            await purge.Run(job.Tenant, [.. page.Items.Where(file => file.Status == FileStatus.Purging)]);
            await settle.Run(job.Tenant, cancel);
            return;
        }
        var tombstone = page.Items.ToLookup(file => file.Purge?.Sweep == job.Sweep.Id);
        // The tombstone of a folder decides for all that is in it.
        var holds = job.Folder is not null || await confirm.StillApplies(job.Tenant, job.Sweep, cancel);
        // A tombstone of another order, such as one that another sweep gave up, becomes this sweep's.
        var written = await tombstones.Run(job.Tenant, [.. tombstone[false]], Purge.For(job.Sweep),
            file => holds && IsWanted(file, job.Sweep), cancel);
        if (job.Folder is { } folder)
            await remove.IfEmpty(job.Tenant, folder, cancel);
        if ((await purge.Run(job.Tenant, [.. tombstone[true].Where(file => IsWanted(file, job.Sweep)), .. written])).Count > 0)
            throw new PurgeIncompleteException(job.Sweep.Id);
        await settle.Run(job.Tenant, cancel);
    }

    /// <summary>The file is gone, and that is the caller's answer: a sweep that can't be settled now is settled by maintenance.</summary>
    private async Task TrySettle(TenantId tenant)
    {
        try
        {
            await settle.Run(tenant, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogNotSettled(log, e, tenant);
        }
    }

    /// <summary>Not what was restored meanwhile, nor what went to Trash after the cut-off.</summary>
    private static bool IsWanted(FileItem file, SweepRef sweep) =>
        file.DeletedAt <= sweep.CutOff && (sweep.Space is null || file.SpaceId == sweep.Space);

    [LoggerMessage(2006, LogLevel.Warning, "The sweeps of tenant {Tenant} could not be settled; maintenance will settle them")]
    private static partial void LogNotSettled(ILogger log, Exception e, TenantId tenant);
}

/// <summary>Some files of a batch could not be erased; their tombstones stand.</summary>
public sealed class PurgeIncompleteException(SweepId sweep) : Exception($"Some files of sweep {sweep} could not be erased yet.");
