using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Tenants;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>What a key is. Any good one may ask.</summary>
public sealed class MeFunctions(ApiPipeline api, FindTenant find)
{
    [Function(nameof(GetMe))]
    [Operation("Read what the key is")]
    [Answer(200, typeof(MeOut))]
    public Task<IResult> GetMe(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/me")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, scope: null, async caller => ApiJson.Result(MeOut.Of(caller, await find.Run(caller.Tenant, cancel))));
}

/// <param name="App">null: its uploads get the native namespace.</param>
/// <param name="CreatedAt">Of the key.</param>
internal sealed record MeOut(
    TenantId TenantId, string TenantName, IReadOnlyList<string> Scopes, string? App, string KeyPrefix, DateTimeOffset CreatedAt)
{
    public static MeOut Of(Caller caller, Tenant tenant) => new(
        caller.Tenant, tenant.Name, [.. caller.Scopes.Order(StringComparer.Ordinal)], caller.App, caller.KeyPrefix, caller.KeyCreatedAt);
}
