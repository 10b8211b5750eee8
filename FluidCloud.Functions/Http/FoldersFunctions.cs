using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Trash;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>Folders: create, list, rename, move, Trash and back, totals.</summary>
public sealed class FoldersFunctions(
    ApiPipeline api, FindFolder find, ListFolders list, CreateFolder create, EditFolder edit, TrashFolder trash, RestoreFolder restore)
{
    [Function(nameof(ListFolders))]
    [Operation("List the folders of a folder, or those in Trash", Scope = "folders:read", Fails = [400, 404, 422])]
    [Answer(200, typeof(IReadOnlyList<FolderOut>))]
    [Query("space_id", typeof(SpaceId), "The space. Required unless `trash` is true.")]
    [Query("parent_id", typeof(FolderId), "The folder that they are in; without it the root of the space.")]
    [Query("trash", typeof(bool), "Lists what is in Trash, of all spaces.")]
    [Pages]
    public Task<IResult> ListFolders(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/folders")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.FoldersRead, async caller =>
            await PageQuery.Respond(request, await Matches(list, caller.Reach, request, cancel), FolderOut.Of, cancel));

    [Function(nameof(CreateFolder))]
    [Operation("Create a folder", Scope = "folders:write", Body = typeof(CreateFolderIn), Fails = [400, 404, 409, 413, 422])]
    [Answer(201, typeof(FolderOut))]
    public Task<IResult> CreateFolder(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/folders")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.FoldersWrite, async caller =>
        {
            var folder = await RequestBody.Read<CreateFolderIn>(request, cancel);
            var space = Id.Parse<SpaceId>(folder.SpaceId ?? throw Errors.Invalid("space_id", "is required"));
            var parent = Id.ParseOptional<FolderId>(folder.ParentId, "parent_id");
            return ApiJson.Result(
                FolderOut.Of(await create.Run(caller, space, parent, folder.Name, cancel)), StatusCodes.Status201Created);
        });

    [Function(nameof(GetFolder))]
    [Operation("Read a folder", Scope = "folders:read", Fails = [404, 422])]
    [Answer(200, typeof(FolderOut))]
    public Task<IResult> GetFolder(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/folders/{folder_id}")] HttpRequest request,
        string folder_id, CancellationToken cancel) =>
        api.Run(request, Scope.FoldersRead, async caller =>
            ApiJson.Result(FolderOut.Of((await find.ById(caller.Reach, Id.Parse<FolderId>(folder_id), cancel)).Effective)));

    [Function(nameof(PatchFolder))]
    [Operation("Rename or move a folder", Scope = "folders:write", Body = typeof(PatchFolderIn), Fails = [400, 404, 409, 413, 422])]
    [Answer(200, typeof(FolderOut))]
    public Task<IResult> PatchFolder(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/folders/{folder_id}")] HttpRequest request,
        string folder_id, CancellationToken cancel) =>
        api.Run(request, Scope.FoldersWrite, async caller =>
        {
            var changes = await RequestBody.Read<PatchFolderIn>(request, cancel);
            return ApiJson.Result(FolderOut.Of(await edit.Run(caller.Reach, Id.Parse<FolderId>(folder_id), changes.ToEdit(), cancel)));
        });

    [Function(nameof(TrashFolder))]
    [Operation("Move a folder and everything in it to Trash", Scope = "folders:write", Fails = [404, 422])]
    [Answer(200, typeof(FolderOut))]
    public Task<IResult> TrashFolder(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/folders/{folder_id}")] HttpRequest request,
        string folder_id, CancellationToken cancel) =>
        api.Run(request, Scope.FoldersWrite, async caller =>
            ApiJson.Result(FolderOut.Of(await trash.Run(caller.Reach, Id.Parse<FolderId>(folder_id), cancel))));

    [Function(nameof(RestoreFolder))]
    [Operation("Restore a folder and everything that was trashed with it", Scope = "folders:write", Fails = [404, 409, 422])]
    [Answer(200, typeof(FolderOut))]
    public Task<IResult> RestoreFolder(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/folders/{folder_id}/restore")] HttpRequest request,
        string folder_id, CancellationToken cancel) =>
        api.Run(request, Scope.FoldersWrite, async caller =>
            ApiJson.Result(FolderOut.Of(await restore.Run(caller.Reach, Id.Parse<FolderId>(folder_id), cancel))));

    [Function(nameof(GetFolderStats))]
    [Operation("Count everything below a folder, at any depth", Scope = "folders:read", Fails = [404, 422])]
    [Answer(200, typeof(FolderStatsOut))]
    public Task<IResult> GetFolderStats(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/folders/{folder_id}/stats")] HttpRequest request,
        string folder_id, CancellationToken cancel) =>
        api.Run(request, Scope.FoldersRead, async caller =>
        {
            var folder = (await find.ById(caller.Reach, Id.Parse<FolderId>(folder_id), cancel)).Stored;
            caller.Reach.RequireEveryApp();
            return ApiJson.Result(new FolderStatsOut(folder.Files, folder.Bytes, folder.Folders));
        });

    /// <summary>What the query of a request asks for.</summary>
    internal static async Task<Listing<Folder>> Matches(ListFolders list, Reach reach, HttpRequest request, CancellationToken cancel)
    {
        var page = PageQuery.Of(request, FoldersByName.KeysetValues);
        if (QueryText.GetFlag(request, "trash"))
            return await list.OfTrash(reach, page, cancel);
        var space = QueryText.Get(request, "space_id") ?? throw Errors.BadRequest("space_id is required unless trash=true.");
        var parent = Id.ParseOptional<FolderId>(QueryText.Get(request, "parent_id"), "parent_id");
        return await list.OfSpace(reach, Id.Parse<SpaceId>(space), parent, page, cancel);
    }
}

/// <param name="Name">1 to 255 bytes of UTF-8.</param>
/// <param name="ParentId">null is the root of the space.</param>
internal sealed record CreateFolderIn(
    [property: Field(Required = true, IsId = true)] string? SpaceId = null,
    [property: Field(Required = true, Min = 1, Max = 255, Example = "\"Invoices\"")] string? Name = null,
    [property: Field(IsId = true)] string? ParentId = null);

/// <summary>Omitted fields stay unchanged; a null <c>parent_id</c> means the root of the space.</summary>
internal sealed record PatchFolderIn(
    [property: Field(Min = 1, Max = 255, Example = "\"Invoices\"")] Optional<string> Name = default,
    [property: Field(Nullable = true, IsId = true)] Optional<string> ParentId = default)
{
    public FolderEdit ToEdit() => new(
        Name.IsGiven ? Names.ValidateFileName(Name.Value, "name") : null,
        ParentId.IsGiven ? new(Id.ParseOptional<FolderId>(ParentId.Value, "parent_id")) : null);
}

/// <param name="ParentId">null in the root of the space.</param>
/// <param name="DeletedAt">null for a live folder; one below a trashed folder shows when that was trashed.</param>
internal sealed record FolderOut(
    FolderId Id, TenantId TenantId, SpaceId SpaceId, FolderId? ParentId, [property: Field(Example = "\"Invoices\"")] string Name, string CreatedBy,
    DateTimeOffset? DeletedAt, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static FolderOut Of(Folder folder) => new(
        folder.FolderId, folder.TenantId, folder.SpaceId, folder.ParentId, folder.Name, folder.CreatedBy,
        folder.DeletedAt, folder.CreatedAt, folder.UpdatedAt);
}

/// <summary>What is below a folder, at any depth, without Trash.</summary>
internal sealed record FolderStatsOut(long Files, long Bytes, long Folders);
