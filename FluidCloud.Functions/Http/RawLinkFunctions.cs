using FluidCloud.Core.Blobs;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Shares;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Net.Http.Headers;

namespace FluidCloud.Functions.Http;

/// <summary>Raw links: the bytes of a shared file, for anyone who has the link. No other route sends bytes of files.</summary>
public sealed class RawLinkFunctions(ApiPipeline api, DetectRestore restore, OpenLink open)
{
    [Function(nameof(GetRawLink))]
    [Operation("Fetch the bytes of a shared file", Details = "Supports a single range and conditional requests. When you follow a redirect, send the range again.", Public = true, Fails = [404, 503])]
    [Answer(200, Content = "*/*", When = "The bytes.")]
    [Answer(206, Content = "*/*", When = "The requested range.")]
    [Answer(302, When = "The file is larger than 64 MB: Location is a signed URL of its bytes, valid for a minute.")]
    [Answer(304, When = "The client's copy is current.")]
    [Answer(412, When = "The file does not match the condition of the request.")]
    [Answer(416, When = "The range is outside the file.")]
    public Task<IResult> GetRawLink(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "s/{token}")] HttpRequest request, string token, CancellationToken cancel) =>
        api.RunPublic(request, async () =>
        {
            await restore.ExpectCurrent();
            return Serve(await open.Run(token, cancel), LinkTokens.PathOf(token), request.HttpContext);
        });

    /// <summary>The framework handles ranges, conditions and HEAD (RFC 9110, sections 13 and 14).</summary>
    private static IResult Serve(OpenedLink link, string path, HttpContext http)
    {
        DescribeTo(http, link, path);
        if (link.Elsewhere is { } url && HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.Headers.CacheControl = "private, no-store"; // The URL expires sooner than a cached redirect would.
            http.Response.Headers.Location = url.AbsoluteUri; // Results.Redirect would log it, with its signature.
            return Results.StatusCode(StatusCodes.Status302Found);
        }
        var etag = new EntityTagHeaderValue($"\"{link.File.Sha256}\"");
        if (!RangeCounts(http.Request.Headers, etag, link.File.CreatedAt))
            http.Request.Headers.Remove(HeaderNames.Range);
        return Results.Stream(
            link.Bytes, link.Appearance.ContentType, lastModified: link.File.CreatedAt, entityTag: etag, enableRangeProcessing: true);
    }

    /// <summary>
    /// The framework takes any range unit for bytes, and any later date in If-Range. RFC 9110 (14.2, 13.1.5) wants unknown units
    /// and non-matching validators ignored.
    /// </summary>
    private static bool RangeCounts(IHeaderDictionary headers, EntityTagHeaderValue etag, DateTimeOffset lastModified) =>
        headers.Range.ToString().StartsWith("bytes=", StringComparison.OrdinalIgnoreCase)
        && (headers.IfRange.Count == 0 || headers.IfRange == etag.ToString() || headers.IfRange == lastModified.ToString("R"));

    private static void DescribeTo(HttpContext http, OpenedLink link, string path)
    {
        var (appearance, response) = (link.Appearance, http.Response);
        response.Headers.ContentDisposition = ContentDisposition.Of(link.File.OriginalName, appearance.Inline);
        response.Headers.CacheControl = appearance.Cacheable && IsAskedAs(path, http) ? "public, max-age=3600" : "private, no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";
        response.Headers["Referrer-Policy"] = "no-referrer"; // The link is a secret.
    }

    /// <summary>Under another spelling (<c>/S/...</c>, <c>/s/.../</c>) the edge would cache a copy that no purge reaches.</summary>
    private static bool IsAskedAs(string path, HttpContext http) =>
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0] == path;
}
