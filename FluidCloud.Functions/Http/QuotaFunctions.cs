using FluidCloud.Core.Access;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Tenants;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>The usage and the limits of the tenant.</summary>
public sealed class QuotaFunctions(ApiPipeline api, ReadUsage read)
{
    [Function(nameof(GetQuota))]
    [Operation("Read the usage and the limits of the tenant", Scope = "quota:read")]
    [Answer(200, typeof(QuotaOut))]
    public Task<IResult> GetQuota(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/quota")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.QuotaRead, async caller =>
        {
            var (tenant, usage) = await read.Run(caller.Reach, cancel);
            return ApiJson.Result(QuotaOut.Of(tenant, usage, caller.Reach));
        });
}

/// <param name="BytesUsed">Counts what the key may see, as <paramref name="ByApp"/> does, which is empty for a key for a folder.</param>
/// <param name="LinksUsed">Of the whole tenant; null for a narrowed key.</param>
/// <param name="BytesLimit">-1 is unlimited, as is <paramref name="LinksLimit"/>.</param>
internal sealed record QuotaOut(long BytesUsed, long BytesLimit, long? LinksUsed, long LinksLimit, IReadOnlyList<AppUsageOut> ByApp)
{
    public static QuotaOut Of(Tenant tenant, Usage usage, Reach reach) => new(
        usage.BytesUsed, tenant.BytesLimit, reach.IsWhole ? usage.LinksUsed : null, tenant.LinksLimit,
        [.. usage.AppFiles.Where(app => app.Value > 0)
            .OrderBy(app => app.Key, StringComparer.Ordinal)
            .Select(app => new AppUsageOut(app.Key, usage.AppBytes[app.Key], app.Value))]);
}

internal sealed record AppUsageOut(string App, long Bytes, long Files);
