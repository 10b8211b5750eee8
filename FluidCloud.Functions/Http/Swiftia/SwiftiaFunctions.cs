using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Files;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http.Swiftia;

/// <summary>The routes of Swiftia's file API, for clients written for it (docs/compat.md).</summary>
public sealed class SwiftiaFunctions(ApiPipeline api, PurgeFiles purge, FindFile find, ListNewestFiles list, SignDownload sign, ReadUsage usages)
{
    /// <summary>Long enough for a page that lists files to stay open.</summary>
    private static readonly TimeSpan UrlLifetime = TimeSpan.FromHours(1);

    [Function(nameof(ListSwiftiaFiles))]
    [Operation("List files, the newest first", Scope = "files:read", Fails = [400])]
    [Answer(200, typeof(SwiftiaFiles))]
    [Query("organizationId", typeof(TenantId), "The tenant, which is the key's.")]
    [Query("type", typeof(string), "Any of image, video and audio, with commas between them.")]
    [Query("tags", typeof(string), "Only files that have all of these, with commas between them.", Example = "invoice,2026")]
    [Query("limit", typeof(int), "How many at most; 50 unless it is given.", Min = 1, Max = SwiftiaQuery.MaxLimit)]
    [Query("offset", typeof(int), "How many to pass over.", Min = 0, Max = ListNewestFiles.MaxOffset)]
    public Task<IResult> ListSwiftiaFiles(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/uploads/files")] HttpRequest request, CancellationToken cancel) =>
        Run(new(), request, Scope.FilesRead, async caller =>
        {
            var files = await list.Run(
                caller.Reach, SwiftiaQuery.Types(request), SwiftiaQuery.Tags(request), SwiftiaQuery.Offset(request), SwiftiaQuery.Limit(request), cancel);
            var shown = new List<SwiftiaFile>();
            foreach (var file in files)
                shown.Add(await Show(file, cancel));
            var (owner, usage) = await usages.Run(caller.Reach, cancel);
            return SwiftiaResponse.Ok(SwiftiaFiles.Of(owner, usage, shown));
        });

    [Function(nameof(GetSwiftiaFile))]
    [Operation("Read a file", Scope = "files:read", Fails = [400, 404])]
    [Answer(200, typeof(SwiftiaFile))]
    [Query("organizationId", typeof(TenantId), "The tenant, which is the key's.")]
    public Task<IResult> GetSwiftiaFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/uploads/files/{fileId}")] HttpRequest request,
        string fileId, CancellationToken cancel) =>
        Run(new(), request, Scope.FilesRead, async caller =>
            SwiftiaResponse.Ok(await Show(await find.LiveById(caller.Reach, FileOf(fileId), cancel), cancel)));

    [Function(nameof(DeleteSwiftiaFile))]
    [Operation("Erase a file for good", Scope = "files:write", Fails = [400, 404])]
    [Answer(200, typeof(SwiftiaDeleted))]
    [Answer(500, typeof(SwiftiaNotDeleted), When = "Storage failed. A deletion that has begun continues in the background.")]
    [Query("organizationId", typeof(TenantId), "The tenant, which is the key's.")]
    public Task<IResult> DeleteSwiftiaFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/uploads/files/{fileId}")] HttpRequest request,
        string fileId, CancellationToken cancel) =>
        Run(new(Deleting: fileId), request, Scope.FilesWrite, async caller =>
        {
            caller.RequireErasure();
            return SwiftiaResponse.Deleted((await purge.One(caller.Reach, FileOf(fileId), cancel)).FileId);
        });

    private Task<IResult> Run(SwiftiaDialect dialect, HttpRequest request, Scope scope, Func<Caller, Task<IResult>> handle) =>
        api.Run(dialect, request, scope, async caller =>
            SwiftiaQuery.OrganizationProblem(request, caller) ?? await handle(caller));

    /// <summary>A malformed id answers 404, as an unknown one does (statement 205).</summary>
    private static FileId FileOf(string text) => Id.TryParse<FileId>(text, out var id) ? id : throw Errors.FileNotFound();

    private async Task<SwiftiaFile> Show(FileItem file, CancellationToken cancel) =>
        SwiftiaFile.Of(file, file.ScanStatus == ScanStatus.Clean ? await sign.Of(file, UrlLifetime, inline: false, cancel) : null);
}
