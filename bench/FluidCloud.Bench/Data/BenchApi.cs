using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using FluidCloud.Core;

namespace FluidCloud.Bench.Data;

/// <summary>The public API as a client elsewhere sees it.</summary>
internal sealed class BenchApi : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    // Storage closes a connection after five idle seconds: none may be taken up again just then.
    private readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(2) });

    public BenchApi(Uri baseAddress, string key)
    {
        http.BaseAddress = baseAddress;
        http.DefaultRequestHeaders.Add("X-API-Key", key);
    }

    public void Dispose() => http.Dispose();

    /// <summary>The first call makes the space.</summary>
    public async Task<SpaceId> DefaultSpace(CancellationToken cancel) =>
        Id.Parse<SpaceId>((await Get<ApiSpace[]>("api/v1/spaces", cancel))[0].Id);

    public Task<ApiQuota> Quota(CancellationToken cancel) => Get<ApiQuota>("api/v1/quota", cancel);

    public Task<ApiTrash> Trash(CancellationToken cancel) => Get<ApiTrash>("api/v1/gdpr/trash", cancel);

    public Task<IReadOnlyList<ApiFile>> FilesInTrash(CancellationToken cancel) => Get<IReadOnlyList<ApiFile>>("api/v1/files?trash=true", cancel);

    public Task<IReadOnlyList<ApiFile>> Files(SpaceId space, CancellationToken cancel) => Get<IReadOnlyList<ApiFile>>(Listing(space), cancel);

    /// <summary>The files whose erasure by that sweep is receipted.</summary>
    public async Task<IEnumerable<string>> ReceiptsOf(string sweep, CancellationToken cancel) =>
        (await Get<ApiReceipt[]>($"api/v1/gdpr/receipts?sweep={sweep}", cancel)).Select(receipt => receipt.FileId);

    public static string Listing(SpaceId space) => $"api/v1/files?space_id={space}";

    public async Task<ApiEmptying> EmptyTrash(CancellationToken cancel)
    {
        using var answer = await http.DeleteAsync(new Uri("api/v1/gdpr/trash", UriKind.Relative), cancel);
        return await Read<ApiEmptying>(answer, cancel);
    }

    public async Task<HttpStatusCode> Status(HttpMethod method, string path, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await http.SendAsync(request, cancel);
        return answer.StatusCode;
    }

    public async Task<HttpResponseMessage> Stream(string path, CancellationToken cancel) =>
        await http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancel);

    public async Task<ApiFile> Upload(SpaceId space, string name, byte[] bytes, CancellationToken cancel)
    {
        var ticket = await Post<ApiTicket>("api/v1/uploads/initiate", new { Name = name, Size = bytes.Length, SpaceId = space.ToString() }, cancel);
        using (var request = new HttpRequestMessage(new HttpMethod(ticket.Method), ticket.Url) { Content = new ByteArrayContent(bytes) })
        {
            foreach (var (header, value) in ticket.Headers)
                request.Headers.Add(header, value);
            using var answer = await http.SendAsync(request, cancel);
            answer.EnsureSuccessStatusCode();
        }
        return await Post<ApiFile>("api/v1/uploads/complete", new { ticket.FileId, ticket.Key }, cancel);
    }

    /// <returns>The path of a permanent link to the file.</returns>
    public async Task<string> Share(string file, CancellationToken cancel) =>
        (await Post<ApiShare>("api/v1/shares", new { FileId = file }, cancel)).Url.AbsolutePath;

    /// <returns>The SHA-256 of the bytes that a download gives, in hex; null when it gives none.</returns>
    public async Task<string?> DownloadedSha256(string file, CancellationToken cancel)
    {
        using var answer = await http.GetAsync(new Uri($"api/v1/files/{file}/download", UriKind.Relative), cancel);
        if (!answer.IsSuccessStatusCode)
            return null;
        var url = (await Read<ApiDownload>(answer, cancel)).Url;
        using var bytes = await http.GetAsync(url, cancel);
        return bytes.IsSuccessStatusCode
            ? Convert.ToHexStringLower(SHA256.HashData(await bytes.Content.ReadAsByteArrayAsync(cancel)))
            : null;
    }

    private async Task<T> Get<T>(string path, CancellationToken cancel)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancel);
        return await Read<T>(answer, cancel);
    }

    private async Task<T> Post<T>(string path, object body, CancellationToken cancel)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, Json, cancel);
        return await Read<T>(answer, cancel);
    }

    private static async Task<T> Read<T>(HttpResponseMessage answer, CancellationToken cancel)
    {
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<T>(Json, cancel))!;
    }
}

internal sealed record ApiSpace(string Id);

internal sealed record ApiQuota(long BytesUsed, long BytesLimit);

internal sealed record ApiTicket(string FileId, string Key, string Method, Uri Url, IReadOnlyDictionary<string, string> Headers);

internal sealed record ApiFile(string Id, long? Size, string? Sha256, string ScanStatus, DateTimeOffset? DeletedAt);

internal sealed record ApiReceipt(string FileId);

internal sealed record ApiDownload(Uri Url);

internal sealed record ApiShare(Uri Url);

internal sealed record ApiEmptying(string Status, long Files, long Bytes);

internal sealed record ApiTrash(long Files, long Bytes, IReadOnlyList<ApiSweep> Sweeps);

internal sealed record ApiSweep(
    string Id, string State, long FilesTotal, long FilesDone, long FilesFailed, long BytesTotal, long BytesDone, DateTimeOffset? FinishedAt);
