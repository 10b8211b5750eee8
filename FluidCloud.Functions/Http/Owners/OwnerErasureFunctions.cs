using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Health;
using FluidCloud.Core.Owners;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Trash;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http.Owners;

/// <summary>Trash, sweeps, receipts and proofs of every tenant, and the health of the deployment.</summary>
public sealed class OwnerErasureFunctions(
    OwnerPipeline owners, ReadTrash trash, EmptyTrash empty, ListSweeps sweeps, ResumeSweep resume, ReadReceipts receipts, FindEdgePurges edge, ProveErasure prove,
    CheckReadiness check)
{
    private const string Tenant = "owner/api/tenants/{tenant_id}/";

    [Function(nameof(OwnerGetTrash))]
    [Operation("Count what is in a tenant's Trash, and read the progress of its sweeps", Role = OwnerRole.Auditor, Fails = [404, 422])]
    [Answer(200, typeof(TrashOut))]
    [Query("space_id", typeof(SpaceId), "Counts only this space.")]
    public Task<IResult> OwnerGetTrash(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Tenant + "trash")] HttpRequest request, string tenant_id, CancellationToken cancel) =>
        owners.ReadTenant(request, tenant_id, async tenant =>
            ApiJson.Result(TrashOut.Of(await trash.Run(tenant.TenantId, DeletionFunctions.SpaceOf(request), cancel))));

    [Function(nameof(OwnerEmptyTrash))]
    [Operation("Empty a tenant's Trash for good", Role = OwnerRole.Owner, Fails = [404, 409, 422], Details = "Continues in the background: `GET .../trash` shows its progress.")]
    [Answer(200, typeof(EmptyTrashOut))]
    [Query("space_id", typeof(SpaceId), "Only what was trashed in this space.")]
    [Query("dry_run", typeof(bool), "Counts, and erases nothing.")]
    public Task<IResult> OwnerEmptyTrash(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Tenant + "trash")] HttpRequest request, string tenant_id, CancellationToken cancel) =>
        owners.ChangeTenant(request, OwnerRole.Owner, tenant_id, tenant =>
        {
            var (space, isDryRun) = (DeletionFunctions.SpaceOf(request), QueryText.GetFlag(request, "dry_run"));
            var told = new Dictionary<string, string> { ["dry_run"] = isDryRun ? "true" : "false" };
            return Task.FromResult(new PlannedDeed(new("trash.empty", tenant.TenantId, space?.ToString()) { Details = told }, async () =>
            {
                if (isDryRun)
                {
                    var found = await trash.Run(tenant.TenantId, space, cancel);
                    return ApiJson.Result(new EmptyTrashOut("dry_run", found.Files, found.Bytes));
                }
                var (files, bytes) = await empty.Within(tenant.TenantId, space, cancel);
                return ApiJson.Result(new EmptyTrashOut("emptying", files, bytes));
            }));
        });

    [Function(nameof(OwnerListSweeps))]
    [Operation("List the sweeps of all tenants that are not done, or those of one tenant", Role = OwnerRole.Auditor, Fails = [422], Details = "Of all tenants at most 1,000.")]
    [Answer(200, typeof(IReadOnlyList<OwnerSweepOut>))]
    [Query("tenant_id", typeof(TenantId), "Only of this tenant: the latest of each scope, done or not.")]
    public Task<IResult> OwnerListSweeps(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "owner/api/sweeps")] HttpRequest request, CancellationToken cancel) =>
        owners.Read(request, OwnerRole.Auditor, _ =>
        {
            var tenant = Id.ParseOptional<TenantId>(QueryText.Get(request, "tenant_id"), "tenant_id");
            return StreamedArray<OwnerSweepOut>.Start(sweeps.Run(tenant, cancel).Select(sweep => new OwnerSweepOut(sweep.TenantId, SweepOut.Of(sweep))), cancel);
        });

    [Function(nameof(OwnerResumeSweep))]
    [Operation("Have a sweep that gave up try again", Role = OwnerRole.Operator, Fails = [404, 409, 422])]
    [Answer(204)]
    public Task<IResult> OwnerResumeSweep(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Tenant + "sweeps/{sweep_id}/resume")] HttpRequest request,
        string tenant_id, string sweep_id, CancellationToken cancel) =>
        owners.ChangeTenant(request, OwnerRole.Operator, tenant_id, tenant =>
        {
            var sweep = Id.Parse<SweepId>(sweep_id, "sweep_id");
            return Task.FromResult(new PlannedDeed(new("sweep.resume", tenant.TenantId, sweep.ToString()), async () =>
            {
                await resume.Again(tenant.TenantId, sweep, cancel);
                return Results.NoContent();
            }));
        });

    [Function(nameof(OwnerListReceipts))]
    [Operation("List the receipts of one sweep", Role = OwnerRole.Auditor, Fails = [400, 404, 422], Details = "Also of a tenant that was erased.")]
    [Answer(200, typeof(IReadOnlyList<ReceiptOut>))]
    [Query("sweep", typeof(SweepId), "The emptying.", Required = true)]
    [Pages]
    public Task<IResult> OwnerListReceipts(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Tenant + "receipts")] HttpRequest request, string tenant_id, CancellationToken cancel) =>
        owners.Read(request, OwnerRole.Auditor, async _ =>
        {
            var tenant = Id.Parse<TenantId>(tenant_id); // It may be erased: its receipts stay.
            var sweep = Id.Parse<SweepId>(QueryText.Get(request, "sweep") ?? throw Errors.BadRequest("sweep is required."), "sweep");
            var found = await receipts.Of(tenant, sweep, PageQuery.Of(request, keysetValues: 1), cancel);
            var pending = await edge.Run(tenant, cancel);
            return await PageQuery.Respond(request, found, receipt => ReceiptOut.Of(receipt, pending), cancel);
        });

    [Function(nameof(OwnerGetReceipt))]
    [Operation("Read the receipt of an erased file", Role = OwnerRole.Auditor, Fails = [404, 422])]
    [Answer(200, typeof(ReceiptOut))]
    public Task<IResult> OwnerGetReceipt(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Tenant + "receipts/{file_id}")] HttpRequest request,
        string tenant_id, string file_id, CancellationToken cancel) =>
        owners.Read(request, OwnerRole.Auditor, async _ =>
        {
            var tenant = Id.Parse<TenantId>(tenant_id);
            return ApiJson.Result(ReceiptOut.Of(await receipts.Of(tenant, Id.Parse<FileId>(file_id), cancel), await edge.Run(tenant, cancel)));
        });

    [Function(nameof(OwnerGetReceiptProof))]
    [Operation("Get the proof that a receipt is in the erasure log", Role = OwnerRole.Auditor, Fails = [404, 409, 422])]
    [Answer(200, typeof(ProofOut))]
    public Task<IResult> OwnerGetReceiptProof(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Tenant + "receipts/{file_id}/proof")] HttpRequest request,
        string tenant_id, string file_id, CancellationToken cancel) =>
        owners.Read(request, OwnerRole.Auditor, async _ =>
            ApiJson.Result(ProofOut.Of(await prove.Run(new Reach(Id.Parse<TenantId>(tenant_id)), Id.Parse<FileId>(file_id), cancel))));

    [Function(nameof(OwnerGetHealth))]
    [Operation("Read whether all that is needed works", Role = OwnerRole.Auditor)]
    [Answer(200, typeof(ReadinessOut))]
    public Task<IResult> OwnerGetHealth(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "owner/api/health")] HttpRequest request) =>
        owners.Read(request, OwnerRole.Auditor, async _ => ApiJson.Result(ReadinessOut.Of(await check.Run())));
}

internal sealed record OwnerSweepOut(TenantId TenantId, SweepOut Sweep);
