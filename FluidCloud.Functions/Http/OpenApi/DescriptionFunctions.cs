using System.IO.Compression;
using FluidCloud.Core;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http.OpenApi;

/// <summary>The description of the API, for machines and for people.</summary>
public sealed class DescriptionFunctions(ApiPipeline api, DescriptionText description)
{
    [Function(nameof(GetOpenApi))]
    [Operation("Read this description", Public = true)]
    [Answer(200, Content = "application/json", When = "OpenAPI 3.1.")]
    public Task<IResult> GetOpenApi(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi.json")] HttpRequest request) =>
        api.RunPublic(request, async () => Results.Bytes(await description.Json, "application/json"));

    [Function(nameof(GetDocs))]
    [Operation("Read this description as a page", Public = true)]
    [Answer(200, Content = "text/html", When = "A page to read, and to try the API with a key.")]
    public Task<IResult> GetDocs([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs")] HttpRequest request) =>
        api.RunPublic(request, () => Task.FromResult(DocsPage.Show(request.HttpContext.Response)));

    [Function(nameof(GetDocsAsset))]
    [Operation("Fetch the program of the page", Public = true, Fails = [404])]
    [Answer(200, Content = "text/javascript", When = "It may be kept for ever: a new one has a new name.")]
    public Task<IResult> GetDocsAsset(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "docs/{asset}")] HttpRequest request, string asset) =>
        api.RunPublic(request, () => asset == DocsPage.Program.Name
            ? Task.FromResult(Serve(request))
            : throw Errors.RouteNotFound());

    /// <summary>As it is in the package, packed, unless the client does not take that.</summary>
    private static IResult Serve(HttpRequest request)
    {
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "public, max-age=31536000, immutable";
        headers.XContentTypeOptions = "nosniff";
        headers.Vary = "Accept-Encoding";
        if (!request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value == "gzip" && coding.Quality is not 0))
            return Results.Stream(new GZipStream(new MemoryStream(DocsPage.Program.Packed), CompressionMode.Decompress), "text/javascript; charset=utf-8");
        headers.ContentEncoding = "gzip";
        return Results.Bytes(DocsPage.Program.Packed, "text/javascript; charset=utf-8");
    }
}
