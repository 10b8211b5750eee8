using System.Globalization;
using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Keys;
using FluidCloud.Core.Metering;
using FluidCloud.Core.Owners;
using FluidCloud.Core.Quota;
using FluidCloud.Core.Spaces;
using FluidCloud.Core.Tenants;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http.Owners;

/// <summary>Tenants: list, create, change, and what they use.</summary>
public sealed class OwnerTenantsFunctions(
    OwnerPipeline owners, ListTenants list, CreateTenant create, EditTenant edit, SetTrashRetention retention, SuspendTenant suspend, FindTenant find,
    ReadUsage usage, ListSpaces spaces, ReadMonthlyCalls calls, ReadUsageHistory history)
{
    [Function(nameof(OwnerListTenants))]
    [Operation("List tenants, the oldest first", Role = OwnerRole.Auditor, Fails = [422])]
    [Answer(200, typeof(IReadOnlyList<TenantOut>))]
    [Query("q", typeof(string), "Only those whose name contains this, whatever the case.")]
    [Pages]
    public Task<IResult> OwnerListTenants(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "owner/api/tenants")] HttpRequest request, CancellationToken cancel) =>
        owners.Read(request, OwnerRole.Auditor, async _ =>
        {
            var tenants = await list.Page(FilesFunctions.NamePart(QueryText.Get(request, "q")), PageQuery.Of(request, TenantsByAge.KeysetValues), cancel);
            return await PageQuery.Respond(request, tenants, TenantOut.Of, cancel);
        });

    [Function(nameof(OwnerCreateTenant))]
    [Operation("Create a tenant", Role = OwnerRole.Operator, Body = typeof(CreateTenantIn), Fails = [413, 422])]
    [Answer(201, typeof(TenantOut))]
    public Task<IResult> OwnerCreateTenant(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "owner/api/tenants")] HttpRequest request, CancellationToken cancel) =>
        owners.Change(request, OwnerRole.Operator, async _ =>
        {
            var wanted = await RequestBody.Read<CreateTenantIn>(request, cancel);
            var (name, limits) = (Names.Validate(wanted.Name, "name", maxCharacters: 200), (wanted.Limits ?? new()).Over(new()));
            return new(new("tenant.create") { Details = new Dictionary<string, string> { ["name"] = name } }, async () =>
                ApiJson.Result(TenantOut.Of(await create.Run(name, limits, cancel)), StatusCodes.Status201Created));
        });

    [Function(nameof(OwnerGetTenant))]
    [Operation("Read a tenant", Role = OwnerRole.Auditor, Fails = [404, 422])]
    [Answer(200, typeof(TenantOut))]
    public Task<IResult> OwnerGetTenant(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "owner/api/tenants/{tenant_id}")] HttpRequest request,
        string tenant_id) =>
        owners.ReadTenant(request, tenant_id, tenant => Task.FromResult(ApiJson.Result(TenantOut.Of(tenant))));

    [Function(nameof(OwnerPatchTenant))]
    [Operation("Change a tenant's limits and retention, suspend or resume it", Role = OwnerRole.Operator, Body = typeof(PatchTenantIn), Fails = [404, 409, 413, 422])]
    [Answer(200, typeof(TenantOut))]
    public Task<IResult> OwnerPatchTenant(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "owner/api/tenants/{tenant_id}")] HttpRequest request,
        string tenant_id, CancellationToken cancel) =>
        owners.ChangeTenant(request, OwnerRole.Operator, tenant_id, async tenant =>
        {
            var wanted = await RequestBody.Read<PatchTenantIn>(request, cancel);
            var limits = wanted.Limits?.Over(LimitsOf(tenant));
            if (wanted.TrashRetentionDays is < 0 or > Tenant.MaxTrashRetentionDays)
                throw Errors.Invalid("trash_retention_days", $"must be 1 to {Tenant.MaxTrashRetentionDays}, or 0 for never");
            return new(new("tenant.change", tenant.TenantId) { Details = wanted.Told() }, async () =>
            {
                if (limits is not null)
                    await edit.SetLimits(tenant.TenantId, limits, cancel);
                if (wanted.TrashRetentionDays is { } days)
                    await retention.Run(tenant.TenantId, days == 0 ? null : days, cancel);
                if (wanted.Suspended is { } suspended)
                    await suspend.Run(tenant.TenantId, suspended, cancel);
                return ApiJson.Result(TenantOut.Of(await find.Run(tenant.TenantId, cancel)));
            });
        });

    [Function(nameof(OwnerGetUsage))]
    [Operation("Read what a tenant uses", Role = OwnerRole.Auditor, Fails = [404, 422])]
    [Answer(200, typeof(TenantUsageOut))]
    public Task<IResult> OwnerGetUsage(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "owner/api/tenants/{tenant_id}/usage")] HttpRequest request,
        string tenant_id, CancellationToken cancel) =>
        owners.ReadTenant(request, tenant_id, async tenant =>
        {
            var (_, whole) = await usage.Run(tenant.TenantId, cancel);
            var bySpace = new List<SpaceUsageOut>();
            await foreach (var space in (await spaces.Run(tenant.TenantId, new(Limit: null, After: null), cancel)).Items.WithCancellation(cancel))
            {
                var (_, part) = await usage.Run(new Reach(tenant.TenantId) { Spaces = [Id.Parse<SpaceId>(space.Id)] }, cancel);
                bySpace.Add(new(Id.Parse<SpaceId>(space.Id), space.Name, part.BytesUsed, part.Files, part.TrashFiles, part.TrashBytes));
            }
            return ApiJson.Result(TenantUsageOut.Of(tenant, whole, bySpace, await calls.Run(tenant.TenantId, cancel)));
        });

    [Function(nameof(OwnerGetUsageHistory))]
    [Operation("Read what a tenant used on each of the last days", Role = OwnerRole.Auditor, Fails = [404, 422], Details = "The oldest first; a day without a measurement is missing.")]
    [Answer(200, typeof(IReadOnlyList<UsageOfDayOut>))]
    [Query("days", typeof(int), "How many days, today included; without it 30.", Min = 1, Max = ReadUsageHistory.MostDays)]
    public Task<IResult> OwnerGetUsageHistory(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "owner/api/tenants/{tenant_id}/usage/history")] HttpRequest request,
        string tenant_id, CancellationToken cancel) =>
        owners.ReadTenant(request, tenant_id, async tenant =>
            ApiJson.Result((await history.Run(tenant.TenantId, DaysOf(request), cancel)).Select(UsageOfDayOut.Of).ToList()));

    private static int DaysOf(HttpRequest request) => QueryText.Get(request, "days") switch
    {
        null => 30,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= ReadUsageHistory.MostDays => days,
        _ => throw Errors.Invalid("days", $"must be 1 to {ReadUsageHistory.MostDays}"),
    };

    private static TenantLimits LimitsOf(Tenant tenant) => new() { Bytes = tenant.BytesLimit, Links = tenant.LinksLimit, MonthlyCalls = tenant.MonthlyCallsLimit };
}

/// <summary>-1 is unlimited. What is left out stays, or is unlimited for a new tenant.</summary>
/// <param name="Bytes">The storage quota.</param>
/// <param name="Links">Expiring links that may exist at once.</param>
/// <param name="MonthlyCalls">API calls that the plan includes per calendar month.</param>
internal sealed record LimitsIn(
    [property: Field(Min = -1, Max = 1L << 53)] long? Bytes = null, [property: Field(Min = -1, Max = 1L << 53)] long? Links = null,
    [property: Field(Min = -1, Max = 1L << 53)] long? MonthlyCalls = null)
{
    public TenantLimits Over(TenantLimits present) => new()
    {
        Bytes = Checked(Bytes, "limits.bytes") ?? present.Bytes,
        Links = Checked(Links, "limits.links") ?? present.Links,
        MonthlyCalls = Checked(MonthlyCalls, "limits.monthly_calls") ?? present.MonthlyCalls,
    };

    private static long? Checked(long? limit, string field) =>
        limit is < -1 or > 1L << 53 ? throw Errors.Invalid(field, "must be 0 to 2^53, or -1 for unlimited") : limit;
}

internal sealed record CreateTenantIn(
    [property: Field(Required = true, Min = 1, Max = 200, Example = "\"Acme\"")] string? Name = null, LimitsIn? Limits = null);

/// <param name="TrashRetentionDays">Days after which Trash is purged automatically; 0 for never.</param>
/// <param name="Suspended">true refuses the tenant's keys with 403, false ends that. Raw links go on.</param>
internal sealed record PatchTenantIn(LimitsIn? Limits = null, [property: Field(Max = Tenant.MaxTrashRetentionDays)] int? TrashRetentionDays = null, bool? Suspended = null)
{
    /// <summary>What the audit log is told.</summary>
    public IReadOnlyDictionary<string, string> Told() => new (string Name, long? Value)[]
    {
        ("suspended", Suspended switch { null => null, true => 1, false => 0 }), ("limits.bytes", Limits?.Bytes), ("limits.links", Limits?.Links), ("limits.monthly_calls", Limits?.MonthlyCalls), ("trash_retention_days", TrashRetentionDays),
    }.Where(change => change.Value is not null).ToDictionary(change => change.Name, change => FormattableString.Invariant($"{change.Value}"));
}

/// <param name="BytesLimit">-1 is unlimited, as is <paramref name="LinksLimit"/> and <paramref name="MonthlyCallsLimit"/>.</param>
/// <param name="TrashRetentionDays">Days after which Trash is purged automatically; null for never.</param>
/// <param name="ErasingSince">Since when its erasure runs: nothing of it can be changed. null when none runs.</param>
internal sealed record TenantOut(
    TenantId Id, [property: Field(Example = "\"Acme\"")] string Name, long BytesLimit, long LinksLimit, long MonthlyCallsLimit, int? TrashRetentionDays, DateTimeOffset? SuspendedAt,
    DateTimeOffset? ErasingSince, DateTimeOffset CreatedAt)
{
    public static TenantOut Of(Tenant tenant) => new(
        tenant.TenantId, tenant.Name, tenant.BytesLimit, tenant.LinksLimit, tenant.MonthlyCallsLimit, tenant.TrashRetentionDays, tenant.SuspendedAt, tenant.ErasingSince, tenant.CreatedAt);
}

/// <param name="Bytes">Those in Trash included, as in <paramref name="Files"/>.</param>
/// <param name="Links">Expiring links that were not revoked.</param>
/// <param name="CallsOfMonth">API calls in the present calendar month (UTC).</param>
internal sealed record TenantUsageOut(
    long Bytes, long BytesLimit, long Files, long Folders, long TrashFiles, long TrashBytes, long Links, long LinksLimit, long CallsOfMonth,
    IReadOnlyList<AppUsageOut> Apps, IReadOnlyList<SpaceUsageOut> Spaces)
{
    public static TenantUsageOut Of(Tenant tenant, Usage usage, IReadOnlyList<SpaceUsageOut> spaces, long calls) => new(
        usage.BytesUsed, tenant.BytesLimit, usage.Files, usage.Folders, usage.TrashFiles, usage.TrashBytes, usage.LinksUsed, tenant.LinksLimit, calls,
        QuotaOut.Of(tenant, usage, tenant.TenantId).ByApp, spaces);
}

internal sealed record SpaceUsageOut(SpaceId SpaceId, [property: Field(Example = "\"Contracts\"")] string Name, long Bytes, long Files, long TrashFiles, long TrashBytes);

/// <param name="Day">UTC.</param>
/// <param name="Bytes">Those in Trash included, as in <paramref name="Files"/>.</param>
internal sealed record UsageOfDayOut([property: Field(Example = "\"2026-06-23\"")] string Day, long Bytes, long Files, long TrashBytes)
{
    public static UsageOfDayOut Of(UsageOfDay day) => new(day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), day.Bytes, day.Files, day.TrashBytes);
}
