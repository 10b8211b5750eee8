using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Tombstones;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>Erasure receipts: what remains to be said of purged files.</summary>
public sealed class ReceiptsFunctions(ApiPipeline api, ReadReceipts read, ProveErasure prove)
{
    [Function(nameof(GetReceipt))]
    [Operation("Read the receipt of an erased file", Scope = "files:read", Fails = [404, 422])]
    [Answer(200, typeof(ReceiptOut))]
    public Task<IResult> GetReceipt(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/gdpr/receipts/{file_id}")] HttpRequest request,
        string file_id, CancellationToken cancel) =>
        api.Run(request, Scope.FilesRead, async caller =>
            ApiJson.Result(ReceiptOut.Of(await read.Of(caller.Tenant, Id.Parse<FileId>(file_id), cancel))));

    [Function(nameof(ListReceipts))]
    [Operation("List the receipts of one emptying", Scope = "files:read", Fails = [400, 422])]
    [Answer(200, typeof(IReadOnlyList<ReceiptOut>))]
    [Query("sweep", typeof(SweepId), "The emptying.", Required = true)]
    [Pages]
    public Task<IResult> ListReceipts(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/gdpr/receipts")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.FilesRead, async caller =>
        {
            var sweep = Id.Parse<SweepId>(QueryText.Get(request, "sweep") ?? throw Errors.BadRequest("sweep is required."), "sweep");
            var receipts = await read.Of(caller.Tenant, sweep, PageQuery.Of(request, keysetValues: 1), cancel);
            return await PageQuery.Respond(request, receipts, ReceiptOut.Of, cancel);
        });

    [Function(nameof(GetReceiptProof))]
    [Operation("Prove that a receipt is sealed", Scope = "files:read", Fails = [404, 409, 422])]
    [Answer(200, typeof(ProofOut))]
    public Task<IResult> GetReceiptProof(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/gdpr/receipts/{file_id}/proof")] HttpRequest request,
        string file_id, CancellationToken cancel) =>
        api.Run(request, Scope.FilesRead, async caller =>
            ApiJson.Result(ProofOut.Of(await prove.Run(caller.Tenant, Id.Parse<FileId>(file_id), cancel))));

    [Function(nameof(ListReceiptBlocks))]
    [Operation("List the blocks that seal receipts", Scope = "files:read", Fails = [422])]
    [Answer(200, typeof(IReadOnlyList<BlockOut>))]
    [Pages]
    public Task<IResult> ListReceiptBlocks(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/gdpr/receipt-blocks")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.FilesRead, async caller =>
            await PageQuery.Respond(request, await prove.Blocks(caller.Tenant, PageQuery.Of(request, keysetValues: 1), cancel), BlockOut.Of, cancel));
}

/// <param name="Text">What was sealed: its SHA-256 behind a zero byte is the leaf.</param>
/// <param name="Path">From the leaf to the root of the block.</param>
internal sealed record ProofOut(string Text, IReadOnlyList<ProofStepOut> Path, BlockOut Block)
{
    public static ProofOut Of(ErasureProof proof) => new(proof.Text,
        [.. proof.Path.Select(step => new ProofStepOut(step.Side, Convert.ToHexStringLower(step.Hash)))], BlockOut.Of(proof.Block));
}

/// <param name="Side">On which the hash stands.</param>
internal sealed record ProofStepOut(MerkleSide Side, string Hash);

/// <param name="Text">Its lines: a version, the number, the hash of the block before, the root, how many receipts, and when.</param>
/// <param name="Hash">The SHA-256 of the text.</param>
internal sealed record BlockOut(long Number, string Text, string Hash)
{
    public static BlockOut Of(ReceiptBlock block) => new(block.Number, block.ToSealedText(), block.Hash);
}

/// <param name="Sha256">null when the file was purged before it was scanned.</param>
/// <param name="SweepId">null unless a sweep asked.</param>
/// <param name="Storage">permanent, absent (the bytes were gone already), unstated, or recoverable (the account keeps deleted bytes).</param>
/// <param name="Block">The block that seals it; null until it is sealed.</param>
internal sealed record ReceiptOut(
    FileId FileId, TenantId TenantId, long Size, string? Sha256, DateTimeOffset ErasedAt, PurgeCause Cause, SweepId? SweepId,
    int LinksKilled, Erasure Storage, long? Block)
{
    public static ReceiptOut Of(ErasureReceipt receipt) => new(
        receipt.FileId, receipt.TenantId, receipt.Size, receipt.Sha256, receipt.ErasedAt, receipt.Cause, receipt.SweepId,
        receipt.LinksKilled, receipt.Storage, receipt.Seal == ErasureReceipt.Unsealed ? null : long.Parse(receipt.Seal, System.Globalization.CultureInfo.InvariantCulture));
}
