using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace FluidCloud.Cli;

/// <summary>A client of the public API by plain HTTP and JSON, without the product's own types.</summary>
/// <param name="address">The deployment, without <c>/api/v1</c>.</param>
/// <param name="keys">API keys, used in turn.</param>
internal sealed class ApiClient(Uri address, IReadOnlyList<string> keys) : IDisposable
{
    private uint requests;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly HttpClient http = new(new RateLimitPatience(new SocketsHttpHandler
    {
        // Azurite closes connections after five idle seconds; a connection must not be reused at that moment.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2),
    }))
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromMinutes(10),
    };

    public void Dispose() => http.Dispose();

    public Task<IReadOnlyList<ApiSpace>> Spaces(CancellationToken cancel) =>
        Call<IReadOnlyList<ApiSpace>>(HttpMethod.Get, "api/v1/spaces", body: null, cancel);

    public Task<ApiSpace> CreateSpace(string name, CancellationToken cancel) =>
        Call<ApiSpace>(HttpMethod.Post, "api/v1/spaces", new { Name = name }, cancel);

    /// <param name="space">Without files.</param>
    public Task DeleteSpace(string space, CancellationToken cancel) => Call(HttpMethod.Delete, $"api/v1/spaces/{space}", cancel);

    public Task Purge(string file, CancellationToken cancel) => Call(HttpMethod.Delete, $"api/v1/gdpr/files/{file}", cancel);

    public Task<ApiQuota> Quota(CancellationToken cancel) => Call<ApiQuota>(HttpMethod.Get, "api/v1/quota", body: null, cancel);

    public Task<ApiTicket> InitiateUpload(string space, string name, long size, string clientKey, CancellationToken cancel) =>
        Call<ApiTicket>(HttpMethod.Post, "api/v1/uploads/initiate", new { Name = name, Size = size, SpaceId = space, ClientKey = clientKey }, cancel);

    /// <summary>Sends the bytes to storage in one piece or in parts, as the ticket says. Reads the stream to its end.</summary>
    public async Task Send(ApiTicket ticket, Stream bytes, long size, CancellationToken cancel)
    {
        if (ticket.Parts is null)
        {
            using var whole = new StreamContent(bytes) { Headers = { ContentLength = size } };
            await Put(ticket, ticket.Url!, whole, cancel);
            return;
        }
        var buffer = new byte[ticket.PartSize!.Value];
        foreach (var part in ticket.Parts)
        {
            var read = await bytes.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
            using var content = new ByteArrayContent(buffer, 0, read);
            await Put(ticket, part.Url, content, cancel);
        }
        _ = await bytes.ReadAsync(buffer, cancel);
    }

    public Task<ApiFile> CompleteUpload(ApiTicket ticket, CancellationToken cancel) =>
        Call<ApiFile>(HttpMethod.Post, "api/v1/uploads/complete", new { ticket.FileId, ticket.Key }, cancel);

    /// <param name="status">null lists all.</param>
    public Task<IReadOnlyList<ApiFile>> Files(string space, string? status, CancellationToken cancel) =>
        Call<IReadOnlyList<ApiFile>>(HttpMethod.Get, $"api/v1/files?space_id={space}{(status is null ? "" : "&status=" + status)}", body: null, cancel);

    /// <param name="space">null for the whole tenant; so below.</param>
    public Task<IReadOnlyList<ApiFile>> FilesInTrash(string? space, CancellationToken cancel) =>
        Call<IReadOnlyList<ApiFile>>(HttpMethod.Get, $"api/v1/files?trash=true{(space is null ? "" : "&space_id=" + space)}", body: null, cancel);

    /// <summary>The status that the API answers for a file id.</summary>
    public async Task<HttpStatusCode> StatusOf(string file, CancellationToken cancel)
    {
        using var request = Request(HttpMethod.Get, $"api/v1/files/{file}");
        using var answer = await http.SendAsync(request, cancel);
        return answer.StatusCode;
    }

    public Task<ApiFile> Trash(string file, CancellationToken cancel) =>
        Call<ApiFile>(HttpMethod.Delete, $"api/v1/files/{file}", body: null, cancel);

    public Task<ApiFile> Restore(string file, CancellationToken cancel) =>
        Call<ApiFile>(HttpMethod.Post, $"api/v1/files/{file}/restore", body: null, cancel);

    public Task<ApiEmptying> EmptyTrash(string? space, CancellationToken cancel) =>
        Call<ApiEmptying>(HttpMethod.Delete, TrashOf(space), body: null, cancel);

    public Task<ApiTrash> ReadTrash(string? space, CancellationToken cancel) => Call<ApiTrash>(HttpMethod.Get, TrashOf(space), body: null, cancel);

    private static string TrashOf(string? space) => "api/v1/gdpr/trash" + (space is null ? "" : "?space_id=" + space);

    public async Task<Uri> DownloadUrl(string file, CancellationToken cancel) =>
        (await Call<ApiDownload>(HttpMethod.Get, $"api/v1/files/{file}/download", body: null, cancel)).Url;

    /// <summary>Fetches a signed URL.</summary>
    public async Task<ApiFetch> Fetch(Uri url, CancellationToken cancel)
    {
        using var answer = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancel);
        if (!answer.IsSuccessStatusCode)
            return new(answer.StatusCode, Sha256: null);
        await using var bytes = await answer.Content.ReadAsStreamAsync(cancel);
        return new(answer.StatusCode, Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, cancel)));
    }

    private async Task<T> Call<T>(HttpMethod method, string path, object? body, CancellationToken cancel)
    {
        using var request = Request(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body, options: Json);
        using var answer = await http.SendAsync(request, cancel);
        await Expect(request, answer, cancel);
        return (await answer.Content.ReadFromJsonAsync<T>(Json, cancel))!;
    }

    private async Task Call(HttpMethod method, string path, CancellationToken cancel)
    {
        using var request = Request(method, path);
        using var answer = await http.SendAsync(request, cancel);
        await Expect(request, answer, cancel);
    }

    private async Task Put(ApiTicket ticket, Uri url, HttpContent bytes, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(new HttpMethod(ticket.Method), url) { Content = bytes };
        foreach (var (name, value) in ticket.Headers)
            request.Headers.Add(name, value);
        using var answer = await http.SendAsync(request, cancel);
        await Expect(request, answer, cancel);
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(http.BaseAddress!, path));
        request.Headers.Add("X-API-Key", keys[(int)(Interlocked.Increment(ref requests) % (uint)keys.Count)]);
        return request;
    }

    private static async Task Expect(HttpRequestMessage request, HttpResponseMessage answer, CancellationToken cancel)
    {
        if (answer.IsSuccessStatusCode)
            return;
        // Without the query, which contains the signature.
        var path = request.RequestUri!.AbsolutePath;
        var body = (await answer.Content.ReadAsStringAsync(cancel)).Trim();
        throw new ApiException(answer.StatusCode, body, $"{request.Method} {path} answered {(int)answer.StatusCode}: {body}");
    }
}

/// <summary>The API or storage answered an error.</summary>
internal sealed class ApiException(HttpStatusCode status, string body, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;
    public string Body { get; } = body;
}

internal sealed record ApiSpace(string Id);

/// <param name="BytesLimit">-1 for none.</param>
internal sealed record ApiQuota(long BytesUsed, long BytesLimit, IReadOnlyList<ApiAppUsage> ByApp)
{
    public long Files => ByApp.Sum(app => app.Files);
}

internal sealed record ApiAppUsage(string App, long Bytes, long Files);

/// <param name="Url">null for an upload in parts.</param>
internal sealed record ApiTicket(
    string FileId, string Key, string Method, Uri? Url, IReadOnlyDictionary<string, string> Headers, int? PartSize, IReadOnlyList<ApiPart>? Parts);

internal sealed record ApiPart(Uri Url);

internal sealed record ApiFile(string Id, string? ClientKey, long? Size, string? Sha256, string ScanStatus, string Status, DateTimeOffset? DeletedAt);

internal sealed record ApiDownload(Uri Url);

/// <param name="Sha256">The SHA-256 of the received bytes; null for none.</param>
internal sealed record ApiFetch(HttpStatusCode Status, string? Sha256);

internal sealed record ApiEmptying(long Files, long Bytes);

internal sealed record ApiTrash(long Files, long Bytes, IReadOnlyList<ApiSweep> Sweeps);

/// <param name="SpaceId">null for the whole tenant.</param>
internal sealed record ApiSweep(string? SpaceId, string State, long FilesTotal, long FilesDone, long FilesFailed, long BytesDone);
