using FluidCloud.Core;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>The erasure log, for anybody: C2SP tlog-tiles, without the entries, which are their tenants'.</summary>
public sealed class ErasureLogFunctions(ApiPipeline api, ReadLog log, StampCheckpoint stamps, PublicLogRate rate)
{
    [Function(nameof(GetLogCheckpoint))]
    [Operation("Read the newest checkpoint of the erasure log", Public = true, Fails = [404, 429])]
    [Answer(200, Content = "text/plain", When = "A signed note.")]
    public Task<IResult> GetLogCheckpoint(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "erasure-log/checkpoint")] HttpRequest request, CancellationToken cancel) =>
        Serve(request, "text/plain; charset=utf-8", "public, max-age=2", () => log.Checkpoint(cancel));

    /// <remarks>A tile never changes, so it may be cached forever.</remarks>
    [Function(nameof(GetLogTile))]
    [Operation("Read a tile of the erasure log", Details = "The tile's name has slashes, as in `0/x001/234.p/5`.", Public = true, Fails = [404, 429])]
    [Answer(200, Content = "application/octet-stream", When = "The hashes of the tile.")]
    public Task<IResult> GetLogTile(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "erasure-log/tile/{*tile}")] HttpRequest request, string? tile, CancellationToken cancel) =>
        Serve(request, "application/octet-stream", "public, max-age=31536000, immutable",
            () => tile is not null && Tile.Parse(tile) is { } known ? log.Tile(known, cancel) : Task.FromResult<byte[]?>(null));

    [Function(nameof(GetLogTimestamp))]
    [Operation("Read the timestamped checkpoint of a day, or its timestamp token", Details = "The name is `2026-11-27.checkpoint`, or `2026-11-27.tst` for the RFC 3161 token.", Public = true, Fails = [404, 429])]
    [Answer(200, Content = "application/octet-stream", When = "The checkpoint or the token.")]
    public Task<IResult> GetLogTimestamp(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "erasure-log/timestamp/{name}")] HttpRequest request, string name, CancellationToken cancel) =>
        Serve(request, "application/octet-stream", "public, max-age=86400", () => stamps.Read(name, cancel));

    [Function(nameof(GetLogVerifier))]
    [Operation("Get the page that checks proofs", Public = true)]
    [Answer(200, Content = "text/html", When = "A self-contained page.")]
    public Task<IResult> GetLogVerifier(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "erasure-log/verify")] HttpRequest request) =>
        api.RunPublic(request, () => Task.FromResult(VerifyPage.Show(request.HttpContext.Response)));

    private Task<IResult> Serve(HttpRequest request, string type, string caching, Func<Task<byte[]?>> read) => api.RunPublic(request, async () =>
    {
        rate.Take();
        var bytes = await read() ?? throw Errors.NotInLog();
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = caching;
        headers.XContentTypeOptions = "nosniff";
        headers.AccessControlAllowOrigin = "*"; // Pages of any origin may verify.
        return Results.Bytes(bytes, type);
    });
}
