using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Files;
using FluidCloud.Core.MediaTypes;
using FluidCloud.Core.Metering;
using FluidCloud.Core.Spaces;
using FluidCloud.Core.Tenants;
using FluidCloud.Core.Uploads;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http.Sweeppea;

/// <summary>The routes of Sweeppea's file API, for clients written for it (docs/compat.md).</summary>
public sealed class SweeppeaFunctions(
    ApiPipeline api, CountCalls calls, FindTenant tenants, PurgeFiles purge, FindFile find, SignDownload sign, ListNewestFiles list,
    ReadUsage usages, FindSpace spaces, StoreUpload store, TimeProvider time)
{
    private static readonly SweeppeaDialect Dialect = new();

    private static readonly SweeppeaBody DeleteBody = new(new() { ["FileToken"] = "string (required) — UUID v4 of the file to delete" });

    private static readonly SweeppeaBody UploadBody = new(new()
    {
        ["Filename"] = "string (required) — Name of the file, with its extension",
        ["MimeType"] = "string (optional) — What the file is; the server looks for itself",
        ["FileData"] = "string (required) — Base64 of the file. Maximum: 10 MB",
        ["Private"] = "boolean (optional) — true, as every file is private here. Default: true",
    });

    private static readonly SweeppeaBody FetchBody = new(new()
    {
        ["Page"] = "number (optional) — Page number, from 1. Default: 1",
        ["Limit"] = "number (optional) — Files per page. Range: 1–200. Default: 50",
    });

    private static readonly SweeppeaBody FileUrlBody = new(new()
    {
        ["FileToken"] = "string (required) — UUID v4 of the file to generate URL for",
        ["Mode"] = "string (optional) — \"download\" (forces attachment) or \"preview\" (inline). Default: \"preview\"",
        ["ExpiresIn"] = "number (optional) — URL lifetime in seconds. Range: 60–3600. Default: 900 (15 minutes)",
    });

    [Function(nameof(DeleteSweeppeaFile))]
    [Operation("Erase a file for good", Scope = "files:write", Body = typeof(SweeppeaDeleteIn), Fails = [400, 404, 413])]
    [Answer(200, typeof(SweeppeaAnswer<SweeppeaReceipt>))]
    public Task<IResult> DeleteSweeppeaFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "files/delete")] HttpRequest request, CancellationToken cancel) =>
        Run(request, Scope.FilesWrite, async caller =>
        {
            var body = await DeleteBody.Read<SweeppeaDeleteIn>(request, cancel);
            caller.RequireErasure();
            var file = await purge.One(caller.Reach, DeleteBody.FileTokenOf(body.FileToken), cancel);
            return (SweeppeaReceipt.Of(file), "(OK) File deleted successfully.");
        });

    [Function(nameof(UploadSweeppeaFile))]
    [Operation("Upload a small file", Scope = "files:write", Body = typeof(SweeppeaUploadIn), Fails = [400, 404, 409, 413], Window = RateLimit.UploadStarts)]
    [Answer(200, typeof(SweeppeaAnswer<SweeppeaUpload>))]
    public Task<IResult> UploadSweeppeaFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "files/upload")] HttpRequest request, CancellationToken cancel) =>
        Run(request, Scope.FilesWrite, async caller =>
        {
            var body = await UploadBody.Read<SweeppeaUploadIn>(request, cancel, SweeppeaUpload.MaxBody);
            if (body.FileData is not { Length: > 0 and <= SweeppeaUpload.MaxBytes })
                throw UploadBody.Invalid("FileData");
            if (body.Private == false)
                throw UploadBody.Invalid("Private");
            var space = await spaces.Oldest(caller.Reach, cancel);
            var upload = new UploadRequest(UploadBody.FileNameOf(body.Filename), Size: null, space.Id, caller.Reach.Folder?.ToString(), ClientKey: null, App: null);
            if (await find.Named(caller.Tenant, Id.Parse<SpaceId>(space.Id), caller.Reach.Folder, upload.Name!, cancel) is { } existing)
                throw SweeppeaUpload.Exists(existing);
            var file = await store.Run(caller, upload, body.FileData, cancel);
            return (SweeppeaUpload.Of(file), "(OK) File uploaded successfully.");
        }, RateLimit.UploadStarts);

    [Function(nameof(FetchSweeppeaFiles))]
    [Operation("List files, the newest first", Scope = "files:read", Body = typeof(SweeppeaFetchIn), BodyIsOptional = true, Fails = [400, 413])]
    [Answer(200, typeof(SweeppeaAnswer<SweeppeaFiles>))]
    public Task<IResult> FetchSweeppeaFiles(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "files/fetch")] HttpRequest request, CancellationToken cancel) =>
        Run(request, Scope.FilesRead, async caller =>
        {
            var body = await FetchBody.Read<SweeppeaFetchIn>(request, cancel);
            var limit = FetchBody.NumberOf(body.Limit, "Limit", 1, 200, unlessGiven: 50);
            var page = FetchBody.NumberOf(body.Page, "Page", 1, 1 + ListNewestFiles.MaxOffset / limit, unlessGiven: 1);
            var files = await list.Run(caller.Reach, media: [], tags: [], (page - 1) * limit, limit, cancel);
            var (tenant, usage) = await usages.Run(caller.Reach, cancel);
            return (SweeppeaFiles.Of(files, tenant, usage, page, limit), "(OK) Files fetched successfully.");
        });

    [Function(nameof(GetSweeppeaFileUrl))]
    [Operation("Sign a URL of a file", Scope = "files:read", Body = typeof(SweeppeaFileUrlIn), Fails = [400, 404, 409, 413])]
    [Answer(200, typeof(SweeppeaAnswer<SweeppeaFileUrl>))]
    public Task<IResult> GetSweeppeaFileUrl(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "files/getFileUrl")] HttpRequest request, CancellationToken cancel) =>
        Run(request, Scope.FilesRead, async caller =>
        {
            var body = await FileUrlBody.Read<SweeppeaFileUrlIn>(request, cancel);
            var id = FileUrlBody.FileTokenOf(body.FileToken);
            if (body.Mode is not (null or SweeppeaFileUrl.Preview or SweeppeaFileUrl.Download))
                throw FileUrlBody.Invalid("Mode");
            var seconds = FileUrlBody.NumberOf(body.ExpiresIn, "ExpiresIn", 60, 3600, unlessGiven: 900);
            var file = await find.LiveById(caller.Reach, id, cancel);
            var mode = body.Mode != SweeppeaFileUrl.Download && BrowserTypes.MayShow(file.Mime) ? SweeppeaFileUrl.Preview : SweeppeaFileUrl.Download;
            var expires = time.GetUtcNow().AddSeconds(seconds);
            var url = await sign.Of(file, TimeSpan.FromSeconds(seconds), inline: mode == SweeppeaFileUrl.Preview, cancel);
            return (SweeppeaFileUrl.Of(file, mode, url, seconds, expires), "(OK) File URL generated successfully.");
        });

    private Task<IResult> Run(HttpRequest request, Scope scope, Func<Caller, Task<(object Data, string Message)>> handle, RateLimit? extra = null) =>
        api.Run(Dialect, request, scope, async caller =>
        {
            // Counted first: a deleted file must not answer an error because counting failed.
            var telemetry = await Telemetry(caller.Tenant, request.HttpContext.RequestAborted);
            try
            {
                var (data, message) = await handle(caller);
                return SweeppeaResponse.Ok(telemetry, data, message);
            }
            catch (FluidCloudException e) when (e.Code == ErrorCode.NotFound)
            {
                return SweeppeaResponse.NotFound(telemetry);
            }
        }, extra);

    private async Task<SweeppeaTelemetry> Telemetry(TenantId tenant, CancellationToken cancel) => new(
        DataConsumed: 0, await calls.OfThisMonth(tenant, cancel), (await tenants.Run(tenant, cancel)).MonthlyCallsLimit);
}
