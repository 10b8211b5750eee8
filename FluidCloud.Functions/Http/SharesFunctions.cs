using System.Text.Json.Serialization;
using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Shares;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>Shares: create, list and revoke links to files.</summary>
public sealed class SharesFunctions(ApiPipeline api, CreateShare create, ListShares list, RevokeShare revoke)
{
    [Function(nameof(CreateShare))]
    [Operation("Create a link to a file", Scope = "shares:write", Body = typeof(CreateShareIn), Fails = [402, 404, 409, 413, 422], Window = RateLimit.ShareCreations)]
    [Answer(201, typeof(ShareOut))]
    public Task<IResult> CreateShare(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/shares")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.SharesWrite, async caller =>
        {
            var wanted = await RequestBody.Read<CreateShareIn>(request, cancel);
            var file = Id.Parse<FileId>(wanted.FileId ?? throw Errors.Invalid("file_id", "is required"));
            var made = await create.Run(caller, file, wanted.ToTerms(), cancel);
            return ApiJson.Result(ShareOut.Of(made.Share) with { Url = made.Url }, StatusCodes.Status201Created);
        }, RateLimit.ShareCreations);

    [Function(nameof(ListShares))]
    [Operation("List links, the newest first", Scope = "shares:read", Fails = [404, 422])]
    [Answer(200, typeof(IReadOnlyList<ShareOut>))]
    [Query("file_id", typeof(FileId), "Only those to this file.")]
    [Pages]
    public Task<IResult> ListShares(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/shares")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.SharesRead, async caller =>
        {
            var file = Id.ParseOptional<FileId>(QueryText.Get(request, "file_id"));
            var shares = await list.Run(caller.Reach, file, PageQuery.Of(request, SharesNewestFirst.KeysetValues), cancel);
            return await PageQuery.Respond(request, shares, ShareOut.Of, cancel);
        });

    [Function(nameof(RevokeShare))]
    [Operation("Revoke a link", Scope = "shares:write", Fails = [404, 422])]
    [Answer(204)]
    public Task<IResult> RevokeShare(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/shares/{share_id}")] HttpRequest request,
        string share_id, CancellationToken cancel) =>
        api.Run(request, Scope.SharesWrite, async caller =>
        {
            await revoke.Run(caller.Reach, Id.Parse<ShareId>(share_id), cancel);
            return Results.NoContent();
        });
}

/// <param name="ExpiresInDays">null for a permanent link.</param>
/// <param name="Permission">Default: view for a permanent link, download for an expiring one.</param>
internal sealed record CreateShareIn(
    [property: Field(Required = true, IsId = true)] string? FileId = null,
    [property: Field(Min = 1, Max = CreateShareIn.MostDays, Example = "30")] int? ExpiresInDays = null,
    [property: Field(Values = ["view", "download"])] string? Permission = null)
{
    private const int MostDays = 365;

    public ShareTerms ToTerms() => new(
        ExpiresInDays switch
        {
            null => null,
            >= 1 and <= MostDays => TimeSpan.FromDays(ExpiresInDays.Value),
            _ => throw Errors.Invalid("expires_in_days", $"must be 1 to {MostDays}, or null for a permanent link"),
        },
        Permission switch
        {
            "view" => SharePermission.View,
            "download" => SharePermission.Download,
            null => ExpiresInDays is null ? SharePermission.View : SharePermission.Download,
            _ => throw Errors.Invalid("permission", "must be view or download"),
        });
}

/// <param name="ExpiresAt">null for a permanent link.</param>
/// <param name="Url">Only in the response that creates the link.</param>
internal sealed record ShareOut(
    ShareId Id, TenantId TenantId, FileId FileId, SharePermission Permission, DateTimeOffset? ExpiresAt, string CreatedBy, DateTimeOffset CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Uri? Url = null)
{
    public static ShareOut Of(Share share) => new(
        share.ShareId, share.TenantId, share.FileId, share.Permission, share.ExpiresAt, share.CreatedBy, share.CreatedAt);
}
