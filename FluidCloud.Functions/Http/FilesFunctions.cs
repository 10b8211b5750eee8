using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Previews;
using FluidCloud.Core.Trash;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>Files: find, list, download, Trash and back (the document "Files").</summary>
public sealed class FilesFunctions(
    ApiPipeline api, FindFile find, ListFiles list, SignDownload download, ShowPreview preview, EditFile edit, TrashFiles trash, RestoreFiles restore)
{
    [Function(nameof(ListFiles))]
    [Operation("List the files of a folder, or those in Trash", Scope = "files:read", Fails = [400, 404, 422])]
    [Answer(200, typeof(IReadOnlyList<FileOut>))]
    [Query("space_id", typeof(SpaceId), "The space. Required unless `trash` is true.")]
    [Query("folder_id", typeof(FolderId), "The folder that they are in; without it the root of the space.")]
    [Query("status", typeof(string), "Only those with this status.", Values = ["draft", "ready", "quarantined"])]
    [Query("app", typeof(string), "Only those of this product.")]
    [Query("tag", typeof(string), "Only those with this tag.")]
    [Query("q", typeof(string), "Only those whose name contains this, whatever the case.")]
    [Query("recursive", typeof(bool), "Lists the files of all folders below as well.")]
    [Query("order", typeof(string), "`-` turns an order around. With `recursive` not by size.", Values = ["name", "-name", "created_at", "-created_at", "size", "-size"])]
    [Query("trash", typeof(bool), "Lists what is in Trash, of all spaces.")]
    [Pages]
    public Task<IResult> ListFiles(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/files")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.FilesRead, async caller =>
            await PageQuery.Respond(request, await Matches(list, caller.Reach, request, cancel), FileOut.Of, cancel));

    [Function(nameof(ResolveFile))]
    [Operation("Find the latest file with a client key", Scope = "files:read", Fails = [404, 422])]
    [Answer(200, typeof(FileOut))]
    [Query("client_key", typeof(string), "As it was given at the upload.", Required = true)]
    [Query("app", typeof(string), "Only among the files of this product.")]
    public Task<IResult> ResolveFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/files/resolve")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.FilesRead, async caller =>
            ApiJson.Result(FileOut.Of(await find.ByClientKey(
                caller.Reach, QueryText.Get(request, "client_key"), AppFilter(request), cancel))));

    [Function(nameof(GetFile))]
    [Operation("Read a file's record", Scope = "files:read", Fails = [404, 422])]
    [Answer(200, typeof(FileOut))]
    public Task<IResult> GetFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/files/{file_id}")] HttpRequest request,
        string file_id, CancellationToken cancel) =>
        api.Run(request, Scope.FilesRead, async caller =>
            ApiJson.Result(FileOut.Of(await find.ById(caller.Reach, Id.Parse<FileId>(file_id), cancel))));

    [Function(nameof(GetFileTags))]
    [Operation("Read a file's tags", Scope = "files:read", Fails = [404, 422])]
    [Answer(200, typeof(FileTagsOut))]
    public Task<IResult> GetFileTags(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/files/{file_id}/tags")] HttpRequest request,
        string file_id, CancellationToken cancel) =>
        api.Run(request, Scope.FilesRead, async caller =>
            ApiJson.Result(new FileTagsOut((await find.ById(caller.Reach, Id.Parse<FileId>(file_id), cancel)).Tags)));

    [Function(nameof(DownloadFile))]
    [Operation("Get a signed download URL", Scope = "files:read", Fails = [404, 409, 422])]
    [Answer(200, typeof(DownloadOut))]
    public Task<IResult> DownloadFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/files/{file_id}/download")] HttpRequest request,
        string file_id, CancellationToken cancel) =>
        api.Run(request, Scope.FilesRead, async caller =>
            ApiJson.Result(new DownloadOut(await download.Run(caller.Reach, Id.Parse<FileId>(file_id), cancel))));

    [Function(nameof(PreviewFile))]
    [Operation("Get a signed preview URL", Scope = "files:read", Fails = [404, 409, 415, 422])]
    [Answer(200, typeof(PreviewLink))]
    public Task<IResult> PreviewFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/files/{file_id}/preview")] HttpRequest request,
        string file_id, CancellationToken cancel) =>
        api.Run(request, Scope.FilesRead, async caller =>
            ApiJson.Result(await preview.Run(caller.Reach, Id.Parse<FileId>(file_id), cancel)));

    [Function(nameof(PatchFile))]
    [Operation("Rename, move or tag a file", Scope = "files:write", Body = typeof(PatchFileIn), Fails = [400, 404, 409, 413, 422])]
    [Answer(200, typeof(FileOut))]
    public Task<IResult> PatchFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/files/{file_id}")] HttpRequest request,
        string file_id, CancellationToken cancel) =>
        api.Run(request, Scope.FilesWrite, async caller =>
        {
            var changes = await RequestBody.Read<PatchFileIn>(request, cancel);
            return ApiJson.Result(FileOut.Of(await edit.Run(caller.Reach, Id.Parse<FileId>(file_id), changes.ToEdit(), cancel)));
        });

    [Function(nameof(TrashFile))]
    [Operation("Move a file to Trash", Scope = "files:write", Fails = [404, 422])]
    [Answer(200, typeof(FileOut))]
    public Task<IResult> TrashFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/files/{file_id}")] HttpRequest request,
        string file_id, CancellationToken cancel) =>
        api.Run(request, Scope.FilesWrite, async caller =>
            ApiJson.Result(FileOut.Of(await trash.One(caller.Reach, Id.Parse<FileId>(file_id), cancel))));

    [Function(nameof(RestoreFile))]
    [Operation("Restore a file from Trash", Scope = "files:write", Fails = [404, 409, 422])]
    [Answer(200, typeof(FileOut))]
    public Task<IResult> RestoreFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/files/{file_id}/restore")] HttpRequest request,
        string file_id, CancellationToken cancel) =>
        api.Run(request, Scope.FilesWrite, async caller =>
            ApiJson.Result(FileOut.Of(await restore.One(caller.Reach, Id.Parse<FileId>(file_id), cancel))));

    [Function(nameof(TrashFiles))]
    [Operation("Move many files to Trash", Scope = "files:write", Body = typeof(ManyFilesIn), Fails = [413, 422])]
    [Answer(200, typeof(ManyFilesOut))]
    public Task<IResult> TrashFiles(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/files/trash")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.FilesWrite, caller => ManyFiles.Respond(request, files => trash.Many(caller.Reach, files, cancel), cancel));

    [Function(nameof(RestoreFiles))]
    [Operation("Restore many files from Trash", Scope = "files:write", Body = typeof(ManyFilesIn), Fails = [413, 422])]
    [Answer(200, typeof(ManyFilesOut))]
    public Task<IResult> RestoreFiles(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/files/restore")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.FilesWrite, caller => ManyFiles.Respond(request, files => restore.Many(caller.Reach, files, cancel), cancel));

    /// <summary>What the query of a request asks for.</summary>
    internal static async Task<Listing<FileItem>> Matches(ListFiles list, Reach reach, HttpRequest request, CancellationToken cancel)
    {
        var filter = new FileFilter(
            StatusFilter(QueryText.Get(request, "status")), AppFilter(request), QueryText.Get(request, "tag"), NamePart(QueryText.Get(request, "q")));
        var order = OrderOf(QueryText.Get(request, "order"));
        var recursive = QueryText.GetFlag(request, "recursive");
        var page = PageQuery.Of(request, FileOrder.KeysetValues);
        if (QueryText.GetFlag(request, "trash"))
        {
            return recursive
                ? throw Errors.BadRequest("recursive and trash do not go together: Trash lists what went there on its own.")
                : await list.OfTrash(reach, filter, order, page, cancel);
        }
        var space = Id.Parse<SpaceId>(QueryText.Get(request, "space_id") ?? throw Errors.BadRequest("space_id is required unless trash=true."));
        var folder = Id.ParseOptional<FolderId>(QueryText.Get(request, "folder_id"));
        if (!recursive)
            return await list.OfSpace(reach, space, folder, filter, order, page, cancel);
        if (order.By == FileOrderKey.Size)
            throw Errors.BadRequest("order by size does not go together with recursive: no index has a whole space by size.");
        return await list.OfTree(reach, space, folder, filter, order, page, cancel);
    }

    private static FileOrder OrderOf(string? order) => order switch
    {
        null or "name" => FileOrder.ByName,
        "-name" => new(FileOrderKey.Name, Descending: true),
        "created_at" => new(FileOrderKey.CreatedAt),
        "-created_at" => new(FileOrderKey.CreatedAt, Descending: true),
        "size" => new(FileOrderKey.Size),
        "-size" => new(FileOrderKey.Size, Descending: true),
        _ => throw Errors.BadRequest("order must be one of name, -name, created_at, -created_at, size, -size."),
    };

    internal static string? NamePart(string? q) => q is null ? null : Names.Fold(Names.Validate(q, "q", maxCharacters: 255));

    /// <summary>What can't be a namespace is refused, not silently matched with nothing.</summary>
    private static string? AppFilter(HttpRequest request) =>
        QueryText.Get(request, "app") is { } app ? ProductNamespace.Validate(app) : null;

    /// <summary>Any other value is a 400 (statement 113).</summary>
    private static FileStatus? StatusFilter(string? status) => status switch
    {
        null => null,
        "draft" => FileStatus.Draft,
        "ready" => FileStatus.Ready,
        "quarantined" => FileStatus.Quarantined,
        _ => throw Errors.BadRequest("status must be one of draft, ready, quarantined."),
    };
}

/// <summary>The labels of a file, which <c>PATCH</c> sets.</summary>
internal sealed record FileTagsOut(IReadOnlyList<string> Tags);

/// <summary>What was left out stays; a null <c>folder_id</c> is the root of the space (statements 151 to 155).</summary>
internal sealed record PatchFileIn(
    [property: Field(Min = 1, Max = 255)] Optional<string> OriginalName = default,
    [property: Field(Nullable = true, IsId = true)] Optional<string> FolderId = default,
    [property: Field(Nullable = true, Max = 32)] Optional<IReadOnlyList<string?>> Tags = default)
{
    public FileEdit ToEdit() => new(
        OriginalName.IsGiven ? Names.ValidateFileName(OriginalName.Value, "original_name") : null,
        FolderId.IsGiven ? new(Id.ParseOptional<FolderId>(FolderId.Value)) : null,
        Tags.IsGiven ? FileTags.Validate(Tags.Value) : null);
}

/// <param name="Url">Valid for a limited time, for anyone who has it.</param>
internal sealed record DownloadOut(Uri Url);
