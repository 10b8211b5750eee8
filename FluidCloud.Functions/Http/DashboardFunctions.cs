using Azure.Storage.Blobs;
using FluidCloud.Core;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Owners;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>
/// Serves the owners' dashboard (docs/owners.md): the files that its build wrote, from beside the program. Whoever opens it
/// signs in by the owner API, so the files themselves are public.
/// </summary>
public sealed class DashboardFunctions(ApiPipeline api, BlobServiceClient blobs, OwnerSettings owners)
{
    private const string StartPage = "index.html";

    /// <summary>Nothing but its own files, with uploads straight to storage, previews from it, and the identity provider; no other site may frame it.</summary>
    private string Policy => $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' {Storage}; connect-src 'self' {Storage} {Issuer}; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Where owners sign in; empty when that is local.</summary>
    private string Issuer => owners.Issuer?.GetLeftPart(UriPartial.Authority) ?? "";

    private string Storage => blobs.Uri.GetLeftPart(UriPartial.Authority);

    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>All files, by their path below <c>/dashboard/</c>. Only these are ever read, whatever a request names.</summary>
    private static readonly Lazy<IReadOnlyDictionary<string, string>> Files = new(() => FilesBelow(Path.Combine(AppContext.BaseDirectory, "dashboard")));

    [Function(nameof(GetDashboard))]
    [Operation("Open the owners' dashboard", Public = true, Fails = [404], Details = "A path that is no file opens the page, which shows what the path names.")]
    [Answer(200, Content = "text/html", When = "The page, or one of its files.")]
    public Task<IResult> GetDashboard(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dashboard/{*path}")] HttpRequest request, string? path) =>
        api.RunPublic(request, () => Task.FromResult(Serve(request.HttpContext.Response, path ?? "")));

    private IResult Serve(HttpResponse response, string path)
    {
        var isAsset = path.StartsWith("assets/", StringComparison.Ordinal);
        if (!Files.Value.TryGetValue(isAsset ? path : StartPage, out var file))
            throw isAsset ? Errors.RouteNotFound() : Errors.NoDashboard();
        response.Headers.XContentTypeOptions = "nosniff";
        // The names of assets have a hash of their bytes.
        response.Headers.CacheControl = isAsset ? "public, max-age=31536000, immutable" : "no-cache";
        if (!isAsset)
        {
            response.Headers.ContentSecurityPolicy = Policy;
            response.Headers["Referrer-Policy"] = "no-referrer";
        }
        return Results.Bytes(File.ReadAllBytes(file), Types.TryGetContentType(file, out var type) ? type : "application/octet-stream");
    }

    private static Dictionary<string, string> FilesBelow(string folder) => !Directory.Exists(folder) ? [] : Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), StringComparer.Ordinal);
}
