using FluidCloud.Core;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Owners;
using FluidCloud.Core.Previews;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Spaces;
using FluidCloud.Core.Trash;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http.Owners;

/// <summary>A tenant's spaces, folders, files and links: what its keys may do, seen over the whole tenant.</summary>
public sealed class OwnerFilesFunctions(
    OwnerPipeline owners, ListSpaces spaces, ListFolders folders, ListFiles files, FindFile find, SignDownload download, ShowPreview preview,
    TrashFiles trash, RestoreFiles restore, PurgeFiles purge, ListShares shares, RevokeShare revoke)
{
    private const string Tenant = "owner/api/tenants/{tenant_id}/";

    [Function(nameof(OwnerListSpaces))]
    [Operation("List a tenant's spaces", Role = OwnerRole.Auditor, Fails = [404, 422])]
    [Answer(200, typeof(IReadOnlyList<SpaceOut>))]
    [Pages]
    public Task<IResult> OwnerListSpaces(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Tenant + "spaces")] HttpRequest request, string tenant_id, CancellationToken cancel) =>
        owners.ReadTenant(request, tenant_id, async tenant => await PageQuery.Respond(
            request, await spaces.Run(tenant.TenantId, PageQuery.Of(request, SpacesByAge.KeysetValues), cancel), SpaceOut.Of, cancel));

    [Function(nameof(OwnerListFolders))]
    [Operation("List the folders of a folder, or those in Trash", Role = OwnerRole.Auditor, Fails = [400, 404, 422])]
    [Answer(200, typeof(IReadOnlyList<FolderOut>))]
    [Query("space_id", typeof(SpaceId), "The space. Required unless `trash` is true.")]
    [Query("parent_id", typeof(FolderId), "The folder that they are in; without it the root of the space.")]
    [Query("trash", typeof(bool), "Lists what is in Trash, of all spaces.")]
    [Pages]
    public Task<IResult> OwnerListFolders(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Tenant + "folders")] HttpRequest request, string tenant_id, CancellationToken cancel) =>
        owners.ReadTenant(request, tenant_id, async tenant =>
            await PageQuery.Respond(request, await FoldersFunctions.Matches(folders, tenant.TenantId, request, cancel), FolderOut.Of, cancel));

    [Function(nameof(OwnerListFiles))]
    [Operation("List the files of a folder, or those in Trash", Role = OwnerRole.Auditor, Fails = [400, 404, 422])]
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
    public Task<IResult> OwnerListFiles(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Tenant + "files")] HttpRequest request, string tenant_id, CancellationToken cancel) =>
        owners.ReadTenant(request, tenant_id, async tenant =>
            await PageQuery.Respond(request, await FilesFunctions.Matches(files, tenant.TenantId, request, cancel), FileOut.Of, cancel));

    [Function(nameof(OwnerGetFile))]
    [Operation("Read a file's record", Role = OwnerRole.Auditor, Fails = [404, 422])]
    [Answer(200, typeof(FileOut))]
    public Task<IResult> OwnerGetFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Tenant + "files/{file_id}")] HttpRequest request,
        string tenant_id, string file_id, CancellationToken cancel) =>
        owners.ReadTenant(request, tenant_id, async tenant =>
            ApiJson.Result(FileOut.Of(await find.ById(tenant.TenantId, Id.Parse<FileId>(file_id), cancel))));

    [Function(nameof(OwnerDownloadFile))]
    [Operation("Sign a URL that downloads a file", Role = OwnerRole.Auditor, Fails = [404, 409, 422])]
    [Answer(200, typeof(DownloadOut))]
    public Task<IResult> OwnerDownloadFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Tenant + "files/{file_id}/download")] HttpRequest request,
        string tenant_id, string file_id, CancellationToken cancel) =>
        owners.ReadTenant(request, tenant_id, async tenant =>
            ApiJson.Result(new DownloadOut(await download.Run(tenant.TenantId, Id.Parse<FileId>(file_id), cancel))));

    [Function(nameof(OwnerPreviewFile))]
    [Operation("Sign a URL that shows a file", Role = OwnerRole.Auditor, Fails = [404, 409, 415, 422])]
    [Answer(200, typeof(PreviewLink))]
    public Task<IResult> OwnerPreviewFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Tenant + "files/{file_id}/preview")] HttpRequest request,
        string tenant_id, string file_id, CancellationToken cancel) =>
        owners.ReadTenant(request, tenant_id, async tenant =>
            ApiJson.Result(await preview.Run(tenant.TenantId, Id.Parse<FileId>(file_id), cancel)));

    [Function(nameof(OwnerTrashFile))]
    [Operation("Move a file to Trash", Role = OwnerRole.Operator, Fails = [404, 409, 422])]
    [Answer(200, typeof(FileOut))]
    public Task<IResult> OwnerTrashFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Tenant + "files/{file_id}/trash")] HttpRequest request,
        string tenant_id, string file_id, CancellationToken cancel) =>
        Change(request, OwnerRole.Operator, tenant_id, file_id, "file.trash",
            async (tenant, file) => ApiJson.Result(FileOut.Of(await trash.One(tenant, file, cancel))));

    [Function(nameof(OwnerRestoreFile))]
    [Operation("Restore a file from Trash", Role = OwnerRole.Operator, Fails = [404, 409, 422])]
    [Answer(200, typeof(FileOut))]
    public Task<IResult> OwnerRestoreFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Tenant + "files/{file_id}/restore")] HttpRequest request,
        string tenant_id, string file_id, CancellationToken cancel) =>
        Change(request, OwnerRole.Operator, tenant_id, file_id, "file.restore",
            async (tenant, file) => ApiJson.Result(FileOut.Of(await restore.One(tenant, file, cancel))));

    [Function(nameof(OwnerPurgeFile))]
    [Operation("Erase a file for good", Role = OwnerRole.Owner, Fails = [404, 409, 422])]
    [Answer(204)]
    public Task<IResult> OwnerPurgeFile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Tenant + "files/{file_id}")] HttpRequest request,
        string tenant_id, string file_id, CancellationToken cancel) =>
        Change(request, OwnerRole.Owner, tenant_id, file_id, "file.erase", async (tenant, file) =>
        {
            await purge.One(tenant, file, cancel);
            return Results.NoContent();
        });

    [Function(nameof(OwnerListShares))]
    [Operation("List a tenant's links, the newest first", Role = OwnerRole.Auditor, Fails = [404, 422])]
    [Answer(200, typeof(IReadOnlyList<ShareOut>))]
    [Query("file_id", typeof(FileId), "Only those to this file.")]
    [Pages]
    public Task<IResult> OwnerListShares(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Tenant + "shares")] HttpRequest request, string tenant_id, CancellationToken cancel) =>
        owners.ReadTenant(request, tenant_id, async tenant =>
        {
            var file = Id.ParseOptional<FileId>(QueryText.Get(request, "file_id"));
            var found = await shares.Run(tenant.TenantId, file, PageQuery.Of(request, SharesNewestFirst.KeysetValues), cancel);
            return await PageQuery.Respond(request, found, ShareOut.Of, cancel);
        });

    [Function(nameof(OwnerRevokeShare))]
    [Operation("Revoke a link", Role = OwnerRole.Operator, Fails = [404, 409, 422])]
    [Answer(204)]
    public Task<IResult> OwnerRevokeShare(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Tenant + "shares/{share_id}")] HttpRequest request,
        string tenant_id, string share_id, CancellationToken cancel) =>
        owners.ChangeTenant(request, OwnerRole.Operator, tenant_id, tenant =>
        {
            var share = Id.Parse<ShareId>(share_id);
            return Task.FromResult(new PlannedDeed(new("share.revoke", tenant.TenantId, share.ToString()), async () =>
            {
                await revoke.Run(tenant.TenantId, share, cancel);
                return Results.NoContent();
            }));
        });

    private Task<IResult> Change(
        HttpRequest request, OwnerRole least, string tenantId, string fileId, string action, Func<TenantId, FileId, Task<IResult>> handle) =>
        owners.ChangeTenant(request, least, tenantId, tenant =>
        {
            var file = Id.Parse<FileId>(fileId);
            return Task.FromResult(new PlannedDeed(new(action, tenant.TenantId, file.ToString()), () => handle(tenant.TenantId, file)));
        });
}
