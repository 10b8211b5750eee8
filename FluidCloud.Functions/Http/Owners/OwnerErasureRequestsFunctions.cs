using FluidCloud.Core;
using FluidCloud.Core.Erasures;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Owners;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Tenants;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http.Owners;

/// <summary>Erase a tenant, or one of its apps: what no API key may do (statements 12 to 15).</summary>
public sealed class OwnerErasureRequestsFunctions(
    OwnerPipeline owners, PreviewErasure preview, RequestErasure erasures, FindTenant find, ReadReceipts receipts, ProveErasure prove, IMetadataStore metadata)
{
    private const string Tenant = "owner/api/tenants/{tenant_id}/";

    [Function(nameof(OwnerPreviewErasure))]
    [Operation("Count what the erasure of a tenant or an app would erase", Role = OwnerRole.Auditor, Fails = [404, 422])]
    [Answer(200, typeof(ErasurePreviewOut))]
    [Query("app", typeof(string), "Only this app; without it the whole tenant.")]
    public Task<IResult> OwnerPreviewErasure(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Tenant + "erasure-preview")] HttpRequest request,
        string tenant_id, CancellationToken cancel) =>
        owners.ReadTenant(request, tenant_id, async tenant =>
            ApiJson.Result(ErasurePreviewOut.Of(await preview.Run(tenant, QueryText.Get(request, "app"), cancel))));

    [Function(nameof(OwnerListErasures))]
    [Operation("List the erasures of all tenants that wait or run", Role = OwnerRole.Auditor, Details = "At most 1,000.")]
    [Answer(200, typeof(IReadOnlyList<OwnerErasureOut>))]
    public Task<IResult> OwnerListErasures(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "owner/api/erasures")] HttpRequest request, CancellationToken cancel) =>
        owners.Read(request, OwnerRole.Auditor, _ =>
            StreamedArray<OwnerErasureOut>.Start(erasures.List(cancel).Select(one => OwnerErasureOut.Of(one, sweep: null)), cancel));

    [Function(nameof(OwnerListErasuresOfTenant))]
    [Operation("List the erasures of a tenant that wait or run", Role = OwnerRole.Auditor, Fails = [404, 422], Details = "There is at most one.")]
    [Answer(200, typeof(IReadOnlyList<OwnerErasureOut>))]
    public Task<IResult> OwnerListErasuresOfTenant(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Tenant + "erasures")] HttpRequest request,
        string tenant_id, CancellationToken cancel) =>
        owners.ReadTenant(request, tenant_id, async tenant =>
        {
            var open = await erasures.Find(tenant.TenantId, cancel);
            return ApiJson.Result(open is null ? Array.Empty<OwnerErasureOut>() : [await Of(open, cancel)]);
        });

    [Function(nameof(OwnerRequestErasure))]
    [Operation("Erase a tenant or one of its apps", Role = OwnerRole.Owner, Body = typeof(RequestErasureIn), Fails = [404, 409, 413, 422],
        Details = "It begins after a delay, in which it can be cancelled, and then can't be stopped.")]
    [Answer(201, typeof(OwnerErasureOut))]
    public Task<IResult> OwnerRequestErasure(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Tenant + "erasures")] HttpRequest request,
        string tenant_id, CancellationToken cancel) =>
        owners.Change(request, OwnerRole.Owner, async owner =>
        {
            var wanted = await RequestBody.Read<RequestErasureIn>(request, cancel);
            var tenant = await find.Run(Id.Parse<TenantId>(tenant_id), cancel);
            tenant.RequireNotErasing();
            var found = await preview.Run(tenant, wanted.App, cancel);
            if (wanted.Confirm != found.Name)
                throw Errors.Invalid("confirm", "must be the name of what is erased");
            var id = Id.New<ErasureId>();
            var told = new Dictionary<string, string> { ["files"] = FormattableString.Invariant($"{found.Files}"), ["bytes"] = FormattableString.Invariant($"{found.Bytes}") };
            if (wanted.App is { } app)
                told["app"] = app;
            var deed = new Deed(wanted.App is null ? "tenant.erase" : "app.erase", tenant.TenantId, id.ToString()) { Details = told };
            return new(deed, async () => ApiJson.Result(
                OwnerErasureOut.Of(await erasures.Run(id, tenant.TenantId, wanted.App, owner.Name, cancel), sweep: null), StatusCodes.Status201Created));
        });

    [Function(nameof(OwnerGetErasure))]
    [Operation("Read how far an erasure is", Role = OwnerRole.Auditor, Fails = [404, 422], Details = "Also of a tenant that is erased.")]
    [Answer(200, typeof(OwnerErasureOut))]
    public Task<IResult> OwnerGetErasure(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Tenant + "erasures/{erasure_id}")] HttpRequest request,
        string tenant_id, string erasure_id, CancellationToken cancel) =>
        owners.Read(request, OwnerRole.Auditor, async _ =>
        {
            var (tenant, id) = (Id.Parse<TenantId>(tenant_id), Id.Parse<ErasureId>(erasure_id));
            return ApiJson.Result(await erasures.Find(tenant, cancel) is { } open && open.ErasureId == id
                ? await Of(open, cancel)
                : OwnerErasureOut.Of(await receipts.Of(tenant, id, cancel)));
        });

    [Function(nameof(OwnerCancelErasure))]
    [Operation("Cancel an erasure that has not begun", Role = OwnerRole.Owner, Fails = [404, 409, 422])]
    [Answer(204)]
    public Task<IResult> OwnerCancelErasure(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Tenant + "erasures/{erasure_id}")] HttpRequest request,
        string tenant_id, string erasure_id, CancellationToken cancel) =>
        owners.Change(request, OwnerRole.Owner, async _ =>
        {
            var tenant = await find.Run(Id.Parse<TenantId>(tenant_id), cancel);
            var id = Id.Parse<ErasureId>(erasure_id);
            return new(new("erasure.cancel", tenant.TenantId, id.ToString()), async () =>
            {
                await erasures.Cancel(tenant.TenantId, id, cancel);
                return Results.NoContent();
            });
        });

    [Function(nameof(OwnerGetErasureProof))]
    [Operation("Get the proof that the closing receipt of an erasure is in the erasure log", Role = OwnerRole.Auditor, Fails = [404, 409, 422])]
    [Answer(200, typeof(ProofOut))]
    public Task<IResult> OwnerGetErasureProof(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Tenant + "erasures/{erasure_id}/proof")] HttpRequest request,
        string tenant_id, string erasure_id, CancellationToken cancel) =>
        owners.Read(request, OwnerRole.Auditor, async _ =>
            ApiJson.Result(ProofOut.Of(await prove.Run(Id.Parse<TenantId>(tenant_id), Id.Parse<ErasureId>(erasure_id), cancel))));

    private async Task<OwnerErasureOut> Of(ErasureRequest open, CancellationToken cancel) =>
        OwnerErasureOut.Of(open, await metadata.Read<Sweep>(Partitions.Of(open.TenantId), Sweep.IdOf(space: null, open.Cause), cancel));
}

/// <param name="Confirm">The name of the tenant, or of the app: typed by whoever wants it.</param>
/// <param name="App">Only this app; without it the whole tenant.</param>
internal sealed record RequestErasureIn(
    [property: Field(Required = true, Example = "\"Acme\"")] string? Confirm = null, [property: Field(Example = "\"sweeppea\"")] string? App = null);

/// <param name="Name">What has to be typed to confirm.</param>
/// <param name="Bytes">Those in Trash included, as in <paramref name="Files"/>.</param>
/// <param name="Links">Raw links.</param>
/// <param name="Keys">API keys that work.</param>
internal sealed record ErasurePreviewOut([property: Field(Example = "\"Acme\"")] string Name, long Files, long Bytes, long Links, long Keys)
{
    public static ErasurePreviewOut Of(ErasurePreview found) => new(found.Name, found.Files, found.Bytes, found.Links, found.Keys);
}

/// <param name="App">null: the whole tenant.</param>
/// <param name="State">waiting can be cancelled; running can't; done has a closing receipt.</param>
/// <param name="RequestedBy">null when it is done: the audit log has the name.</param>
/// <param name="StartsAt">When it begins; null when it is done.</param>
/// <param name="WaitsFor">files, requests, uploads or links; null while it works, waits to begin, or is done.</param>
/// <param name="NextAt">When it begins or goes on; null when it is done.</param>
/// <param name="Files">Erased so far, as <paramref name="Bytes"/> and <paramref name="Links"/>.</param>
/// <param name="Keys">Of a running erasure those whose records are gone; of a done one those that were revoked.</param>
/// <param name="Sweep">The purge of its files while that runs, with its progress.</param>
/// <param name="LogIndex">The place of the closing receipt in the erasure log; null until it is there.</param>
internal sealed record OwnerErasureOut(
    ErasureId Id, TenantId TenantId, string? App, [property: Field(Values = ["waiting", "running", "done"])] string State,
    [property: Field(Example = "\"Ada Lovelace\"")] string? RequestedBy, DateTimeOffset? StartsAt, ErasureWait? WaitsFor, DateTimeOffset? NextAt,
    long Files, long Bytes, long Links, long Keys, SweepOut? Sweep, DateTimeOffset? ErasedAt, long? LogIndex)
{
    public static OwnerErasureOut Of(ErasureRequest open, Sweep? sweep) => new(
        open.ErasureId, open.TenantId, open.App, open.BegunAt is null ? "waiting" : "running",
        open.RequestedBy, open.StartsAt, open.WaitsFor, open.DueAt,
        open.Files + (sweep?.FilesDone ?? 0), open.Bytes + (sweep?.BytesDone ?? 0), open.Links + (sweep?.LinksKilled ?? 0), open.Keys,
        sweep is null ? null : SweepOut.Of(sweep), ErasedAt: null, LogIndex: null);

    public static OwnerErasureOut Of(ErasureReceipt receipt) => new(
        new(receipt.FileId.Value), receipt.TenantId, receipt.App, "done", RequestedBy: null, StartsAt: null, WaitsFor: null, NextAt: null,
        receipt.Files, receipt.Size, receipt.LinksKilled, receipt.Keys, Sweep: null, receipt.ErasedAt, receipt.LogIndex);
}
