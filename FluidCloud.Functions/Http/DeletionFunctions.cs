using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Tombstones;
using FluidCloud.Core.Trash;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>Permanent deletion of files, and emptying Trash (the document "Permanent deletion").</summary>
public sealed class DeletionFunctions(ApiPipeline api, PurgeFiles purge, EmptyTrash empty, ReadTrash read)
{
    [Function(nameof(PurgeFile))]
    [Operation("Erase a file for good", Scope = "files:write", Fails = [404, 422])]
    [Answer(204)]
    public Task<IResult> PurgeFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/gdpr/files/{file_id}")] HttpRequest request,
        string file_id, CancellationToken cancel) =>
        api.RunErasure(request, Scope.FilesWrite, async caller =>
        {
            await purge.One(caller.Reach, Id.Parse<FileId>(file_id), cancel);
            return Results.NoContent();
        });

    [Function(nameof(PurgeFiles))]
    [Operation("Erase many files for good", Scope = "files:write", Body = typeof(ManyFilesIn), Fails = [413, 422])]
    [Answer(200, typeof(ManyFilesOut))]
    public Task<IResult> PurgeFiles(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/gdpr/files/erase")] HttpRequest request, CancellationToken cancel) =>
        api.RunErasure(request, Scope.FilesWrite, caller => ManyFiles.Respond(request, files => purge.Many(caller.Reach, files, cancel), cancel));

    [Function(nameof(EmptyTrash))]
    [Operation("Empty Trash for good", Details = "Continues in the background: `GET /api/v1/gdpr/trash` shows its progress.", Scope = "files:write", Fails = [404, 422])]
    [Answer(200, typeof(EmptyTrashOut))]
    [Query("space_id", typeof(SpaceId), "Only what was trashed in this space.")]
    [Query("dry_run", typeof(bool), "Counts, and erases nothing.")]
    public Task<IResult> EmptyTrash(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/gdpr/trash")] HttpRequest request, CancellationToken cancel) =>
        api.RunErasure(request, Scope.FilesWrite, async caller =>
        {
            if (QueryText.GetFlag(request, "dry_run"))
            {
                var trash = await read.Run(caller.Reach, SpaceOf(request), cancel);
                return ApiJson.Result(new EmptyTrashOut("dry_run", trash.Files, trash.Bytes));
            }
            var (files, bytes) = await empty.Within(caller.Reach, SpaceOf(request), cancel);
            return ApiJson.Result(new EmptyTrashOut("emptying", files, bytes));
        });

    [Function(nameof(GetTrash))]
    [Operation("Count what is in Trash, and read the progress of its sweeps", Scope = "files:read", Fails = [404, 422])]
    [Answer(200, typeof(TrashOut))]
    [Query("space_id", typeof(SpaceId), "Counts only this space.")]
    public Task<IResult> GetTrash(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/gdpr/trash")] HttpRequest request, CancellationToken cancel) =>
        api.RunErasure(request, Scope.FilesRead, async caller =>
            ApiJson.Result(TrashOut.Of(await read.Run(caller.Reach, SpaceOf(request), cancel))));

    internal static SpaceId? SpaceOf(HttpRequest request) => Id.ParseOptional<SpaceId>(QueryText.Get(request, "space_id"));
}

/// <param name="Files">In Trash at this moment; null while a retention sweep runs.</param>
internal sealed record EmptyTrashOut([property: Field(Values = ["emptying", "dry_run"])] string Status, long? Files, long? Bytes);

/// <param name="Files">In Trash now.</param>
/// <param name="RetentionDays">Days after which Trash is purged automatically; null for never.</param>
/// <param name="Sweeps">The last sweep of each scope that had one, and the retention's.</param>
internal sealed record TrashOut(long Files, long Bytes, int? RetentionDays, IReadOnlyList<SweepOut> Sweeps)
{
    public static TrashOut Of(TrashStatus trash) =>
        new(trash.Files, trash.Bytes, trash.RetentionDays, [.. trash.Sweeps.Select(SweepOut.Of)]);
}

/// <param name="SpaceId">null for the whole tenant.</param>
/// <param name="Cause">sweep when a call emptied Trash, or retention.</param>
/// <param name="FilesTotal">null for a retention sweep, whose files are not counted in advance.</param>
/// <param name="FinishedAt">null until it is done.</param>
internal sealed record SweepOut(
    SweepId Id, SpaceId? SpaceId, [property: Field(Values = ["sweep", "retention", "app", "tenant"])] PurgeCause Cause, SweepState State,
    long? FilesTotal, long FilesDone, long FilesFailed, long? BytesTotal, long BytesDone, long BytesFailed,
    DateTimeOffset CutOff, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt)
{
    public static SweepOut Of(Sweep sweep) => new(
        sweep.SweepId, sweep.SpaceId, sweep.Cause, sweep.State,
        sweep.FilesTotal, sweep.FilesDone, sweep.FilesFailed, sweep.BytesTotal, sweep.BytesDone, sweep.BytesFailed,
        sweep.CutOff, sweep.StartedAt, sweep.FinishedAt);
}
