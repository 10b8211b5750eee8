using System.Text;
using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Tombstones;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>Erasure receipts, and their proofs.</summary>
public sealed class ReceiptsFunctions(ApiPipeline api, ReadReceipts read, FindEdgePurges edge, ProveErasure prove)
{
    [Function(nameof(GetReceipt))]
    [Operation("Read the receipt of an erased file", Scope = "files:read", Fails = [404, 422])]
    [Answer(200, typeof(ReceiptOut))]
    public Task<IResult> GetReceipt(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/gdpr/receipts/{file_id}")] HttpRequest request,
        string file_id, CancellationToken cancel) =>
        api.RunErasure(request, Scope.FilesRead, async caller =>
        {
            var receipt = await read.Of(caller.Reach, Id.Parse<FileId>(file_id), cancel);
            return ApiJson.Result(ReceiptOut.Of(receipt, await edge.Run(caller.Tenant, cancel)));
        });

    [Function(nameof(ListReceipts))]
    [Operation("List the receipts of one emptying", Scope = "files:read", Fails = [400, 422])]
    [Answer(200, typeof(IReadOnlyList<ReceiptOut>))]
    [Query("sweep", typeof(SweepId), "The emptying.", Required = true)]
    [Pages]
    public Task<IResult> ListReceipts(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/gdpr/receipts")] HttpRequest request, CancellationToken cancel) =>
        api.RunErasure(request, Scope.FilesRead, async caller =>
        {
            var sweep = Id.Parse<SweepId>(QueryText.Get(request, "sweep") ?? throw Errors.BadRequest("sweep is required."), "sweep");
            var receipts = await read.Of(caller.Reach, sweep, PageQuery.Of(request, keysetValues: 1), cancel);
            var pending = await edge.Run(caller.Tenant, cancel);
            return await PageQuery.Respond(request, receipts, receipt => ReceiptOut.Of(receipt, pending), cancel);
        });

    [Function(nameof(GetReceiptProof))]
    [Operation("Get the proof that a receipt is in the erasure log", Scope = "files:read", Fails = [404, 409, 422])]
    [Answer(200, typeof(ProofOut), Content = "text/plain", When = "A `.tlog-proof` file, or the same as JSON when `Accept` asks for it.")]
    public Task<IResult> GetReceiptProof(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/gdpr/receipts/{file_id}/proof")] HttpRequest request,
        string file_id, CancellationToken cancel) =>
        api.RunErasure(request, Scope.FilesRead, async caller =>
        {
            var proof = await prove.Run(caller.Reach, Id.Parse<FileId>(file_id), cancel);
            request.HttpContext.Response.Headers.Vary = "Accept";
            if (WantsJson(request))
                return ApiJson.Result(ProofOut.Of(proof));
            request.HttpContext.Response.Headers.ContentDisposition = $"attachment; filename=\"{file_id}.tlog-proof\"";
            return Results.Text(proof.ToString(), "text/plain; charset=utf-8");
        });

    private static bool WantsJson(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase);
}

/// <summary>The lines of a <c>.tlog-proof</c> as fields.</summary>
/// <param name="Receipt">The text whose hash is the leaf.</param>
/// <param name="LogIndex">Where it is in the log.</param>
/// <param name="Path">Base64: from the leaf's sibling to the child of the root.</param>
/// <param name="Checkpoint">A signed note.</param>
internal sealed record ProofOut(string Receipt, long LogIndex, IReadOnlyList<string> Path, string Checkpoint)
{
    public static ProofOut Of(LogProof proof) => new(
        Encoding.UTF8.GetString(proof.Extra), proof.Index, [.. proof.Path.Select(hash => Convert.ToBase64String(hash))], proof.Checkpoint.ToString());
}

/// <param name="Sha256">null when the file was purged before it was scanned.</param>
/// <param name="SweepId">null unless a sweep erased the file.</param>
/// <param name="Storage">permanent, absent (the bytes were gone already), unstated, or recoverable (the account keeps deleted bytes).</param>
/// <param name="Edge">pending until the edge was asked to purge the file's links; until then it may serve a copy, for at most an hour (statement 28). Then done.</param>
/// <param name="LogIndex">Its place in the erasure log; null until it is there.</param>
internal sealed record ReceiptOut(
    FileId FileId, TenantId TenantId, long Size, string? Sha256, DateTimeOffset ErasedAt, PurgeCause Cause, SweepId? SweepId,
    int LinksKilled, Erasure Storage, [property: Field(Values = ["pending", "done"])] string Edge, long? LogIndex)
{
    /// <param name="pending">The files whose links the edge was not asked to purge yet.</param>
    public static ReceiptOut Of(ErasureReceipt receipt, IReadOnlySet<FileId> pending) => new(
        receipt.FileId, receipt.TenantId, receipt.Size, receipt.Sha256, receipt.ErasedAt, receipt.Cause, receipt.SweepId,
        receipt.LinksKilled, receipt.Storage, pending.Contains(receipt.FileId) ? "pending" : "done", receipt.LogIndex);
}
