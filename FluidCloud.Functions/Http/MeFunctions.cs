using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Tenants;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>Describes the key of the request. Needs no scope.</summary>
public sealed class MeFunctions(ApiPipeline api, FindTenant find)
{
    [Function(nameof(GetMe))]
    [Operation("Describe the key", Fails = [403])]
    [Answer(200, typeof(MeOut))]
    public Task<IResult> GetMe(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/me")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, scope: null, async caller => ApiJson.Result(MeOut.Of(caller, await find.Run(caller.Tenant, cancel))));
}

/// <param name="App">null: its uploads get the native namespace.</param>
/// <param name="CreatedAt">Of the key, as <paramref name="ExpiresAt"/>, which is null for never.</param>
internal sealed record MeOut(
    TenantId TenantId, string TenantName, IReadOnlyList<string> Scopes, string? App, string KeyPrefix, DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt, BoundsOut Bounds)
{
    public static MeOut Of(Caller caller, Tenant tenant) => new(
        caller.Tenant, tenant.Name, [.. caller.Scopes.Order(StringComparer.Ordinal)], caller.App, caller.KeyPrefix, caller.KeyCreatedAt,
        caller.KeyExpiresAt, BoundsOut.Of(caller));
}

/// <summary>What the key was narrowed to (statement 235).</summary>
/// <param name="Spaces">null for all; of a key for a folder, the folder's.</param>
/// <param name="FolderId">The only folder, with all below it; null for all.</param>
/// <param name="App">The only product namespace; null for all.</param>
/// <param name="MayErase">Whether it may erase for good.</param>
internal sealed record BoundsOut(IReadOnlyList<SpaceId>? Spaces, FolderId? FolderId, string? App, bool MayErase)
{
    public static BoundsOut Of(Caller caller) => new(
        caller.Reach.Spaces is [] ? null : caller.Reach.Spaces, caller.Reach.Folder, caller.Reach.App, caller.MayErase);
}
