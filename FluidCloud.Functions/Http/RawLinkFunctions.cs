using FluidCloud.Core.Shares;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace FluidCloud.Functions.Http;

/// <summary>Raw links: the bytes of a shared file, for anybody who has the link. The only route that carries bytes.</summary>
public sealed partial class RawLinkFunctions(ApiPipeline api, OpenLink open, ILogger<RawLinkFunctions> log)
{
    [Function(nameof(GetRawLink))]
    public Task<IResult> GetRawLink(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "s/{token}")] HttpRequest request, string token, CancellationToken cancel)
    {
        var response = request.HttpContext.Response;
        response.Headers.CacheControl = NoStore; // Of an error; what is served says its own.
        return api.RunPublic(request, async () =>
        {
            await Serve(await open.Run(token, cancel), request.HttpContext);
            return Results.Empty;
        });
    }

    private const string NoStore = "no-store";

    /// <summary>Ranges, conditions and HEAD are the framework's: RFC 9110, sections 13 and 14.</summary>
    private async Task Serve(OpenedLink link, HttpContext http)
    {
        await using var bytes = link.Bytes;
        DescribeTo(http.Response, link);
        // The framework takes any unit for bytes; one that is unknown is to be ignored (RFC 9110, 14.2).
        if (!http.Request.Headers.Range.ToString().StartsWith("bytes=", StringComparison.OrdinalIgnoreCase))
            http.Request.Headers.Remove(HeaderNames.Range);
        var answer = Results.Stream(
            bytes, link.Appearance.ContentType, lastModified: link.File.CreatedAt,
            entityTag: new($"\"{link.File.Sha256}\""), enableRangeProcessing: true);
        try
        {
            await answer.ExecuteAsync(http);
        }
        catch (Exception) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            http.Response.Headers.CacheControl = NoStore;
            throw;
        }
        catch (Exception e)
        {
            // Half of it is sent: all that can be said now is that this was not the end.
            LogBrokenOff(log, e, link.File.FileId);
            http.Abort();
        }
    }

    private static void DescribeTo(HttpResponse response, OpenedLink link)
    {
        var appearance = link.Appearance;
        var disposition = new ContentDispositionHeaderValue(appearance.Inline ? "inline" : "attachment");
        disposition.SetHttpFileName(link.File.OriginalName);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.CacheControl = appearance.Cacheable ? "public, max-age=3600" : "private, no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";
        response.Headers["Referrer-Policy"] = "no-referrer"; // The link is its own key.
        response.OnStarting(() =>
        {
            if (response.StatusCode >= StatusCodes.Status400BadRequest)
                response.Headers.CacheControl = NoStore; // A range that the file does not have.
            return Task.CompletedTask;
        });
    }

    [LoggerMessage(10002, LogLevel.Warning, "The bytes of file {File} broke off while its link was served")]
    private static partial void LogBrokenOff(ILogger log, Exception e, Core.FileId file);
}
