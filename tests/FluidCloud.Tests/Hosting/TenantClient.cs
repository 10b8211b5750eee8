using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FluidCloud.Core;
using Shouldly;

namespace FluidCloud.Tests.Hosting;

/// <summary>A tenant's client: what a user of the API does, in the user's words.</summary>
public sealed class TenantClient(LocalApp app, TenantId tenant, string key)
{
    /// <remarks>Without cookies: what one test is given, another must not send.</remarks>
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseCookies = false });
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private string? space;

    public LocalApp App { get; } = app;
    public TenantId Tenant { get; } = tenant;
    public string Key { get; } = key;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public Task<ApiResponse> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ApiResponse> PostAsync(string path, object? body = null) => SendAsync(HttpMethod.Post, path, body);

    public Task<ApiResponse> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <param name="path">Below <c>api/v1/</c>.</param>
    /// <param name="body">A string or content is sent as it is, anything else as JSON.</param>
    public Task<ApiResponse> SendAsync(HttpMethod method, string path, object? body = null) =>
        SendRawAsync(App, method, "api/v1/" + path, body, headers => headers.Add("X-API-Key", Key));

    public static async Task<ApiResponse> SendRawAsync(
        LocalApp app, HttpMethod method, string path, object? body = null, Action<System.Net.Http.Headers.HttpRequestHeaders>? headers = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(app.BaseAddress, path))
        {
            Content = body switch
            {
                null => null,
                HttpContent content => content,
                string text => new StringContent(text, Encoding.UTF8, "application/json"),
                _ => JsonContent.Create(body),
            },
        };
        headers?.Invoke(request.Headers);
        if (request.Content is not null)
            Confidential.Learn(await request.Content.ReadAsStringAsync(Cancel));
        using var response = await Http.SendAsync(request, Cancel);
        var answer = await response.Content.ReadAsStringAsync(Cancel);
        if (!path.StartsWith("openapi.json", StringComparison.Ordinal)) // The names in it are those of fields.
            Confidential.Learn(answer);
        DescribedAnswers.Check(method, path, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, answer);
        return new(response.StatusCode, answer, response.Headers) { Content = response.Content.Headers };
    }

    /// <summary>The default space.</summary>
    public async Task<string> SpaceAsync() =>
        space ??= (await GetAsync("spaces")).ShouldBe(200).Json[0].GetProperty("id").GetString()!;

    public async Task<string> NewSpaceAsync(string name = "Another") =>
        (await PostAsync("spaces", new { name })).ShouldBe(201)["id"].GetString()!;

    public async Task<ApiResponse> InitiateAsync(string name, long size, string? clientKey = null, string? app = null, string? spaceId = null) =>
        await PostAsync("uploads/initiate", new { name, size, space_id = spaceId ?? await SpaceAsync(), client_key = clientKey, app });

    public static async Task<int> PutBytesAsync(ApiResponse ticket, byte[] bytes)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, ticket["url"].GetString()) { Content = new ByteArrayContent(bytes) };
        foreach (var header in ticket["headers"].EnumerateObject())
            request.Headers.Add(header.Name, header.Value.GetString());
        using var response = await Http.SendAsync(request, Cancel);
        return (int)response.StatusCode;
    }

    /// <param name="number">1 is the first part.</param>
    public static Task<int> PutPartAsync(ApiResponse ticket, int number, byte[] bytes) =>
        PutAsync(ticket["parts"][number - 1].GetProperty("url").GetString()!, bytes);

    /// <summary>PUTs to a signed URL, with headers as <c>name: value</c>.</summary>
    public static async Task<int> PutAsync(string url, byte[] bytes, params string[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = new ByteArrayContent(bytes) };
        foreach (var header in headers)
            request.Headers.Add(header.Split(": ")[0], header.Split(": ")[1]);
        using var response = await Http.SendAsync(request, Cancel);
        return (int)response.StatusCode;
    }

    public Task<ApiResponse> CompleteAsync(ApiResponse ticket) =>
        PostAsync("uploads/complete", new { file_id = ticket["file_id"].GetString(), key = ticket["key"].GetString() });

    /// <summary>Uploads without waiting for the scan.</summary>
    /// <returns>The id of the file.</returns>
    public async Task<string> UploadUnscannedAsync(
        string name, byte[] bytes, string? clientKey = null, string? app = null, string? spaceId = null)
    {
        var ticket = (await InitiateAsync(name, bytes.Length, clientKey, app, spaceId)).ShouldBe(200);
        (await PutBytesAsync(ticket, bytes)).ShouldBe(201);
        return (await CompleteAsync(ticket)).ShouldBe(200)["id"].GetString()!;
    }

    /// <summary>Uploads and waits until the file is scanned.</summary>
    /// <returns>The id of the file.</returns>
    public async Task<string> UploadAsync(
        string name = "file.txt", byte[]? bytes = null, string? clientKey = null, string? app = null, string? spaceId = null)
    {
        var id = await UploadUnscannedAsync(name, bytes ?? Encoding.UTF8.GetBytes("Hello, " + name), clientKey, app, spaceId);
        await UntilAsync($"file {id} is scanned", async () =>
            (await GetAsync($"files/{id}")).ShouldBe(200)["scan_status"].GetString() != "pending");
        return id;
    }

    /// <returns>The ids.</returns>
    public async Task<IReadOnlyList<string>> UploadManyAsync(int count, string? spaceId = null)
    {
        await SpaceAsync();
        return await Task.WhenAll(Enumerable.Range(0, count).Select(number =>
            UploadUnscannedAsync($"file {number:D4}.txt", RandomNumberGenerator.GetBytes(10 + number % 7), spaceId: spaceId)));
    }

    public async Task TrashAsync(params IEnumerable<string> ids) =>
        await Task.WhenAll(ids.Select(async id => (await DeleteAsync($"files/{id}")).ShouldBe(200)));

    /// <summary>Waits until no sweep of the tenant runs, and gives the last states by scope.</summary>
    public async Task<IReadOnlyList<JsonElement>> SweptAsync()
    {
        IReadOnlyList<JsonElement> sweeps = [];
        await UntilAsync("no sweep is running", async () =>
        {
            sweeps = [.. (await GetAsync("gdpr/trash")).ShouldBe(200)["sweeps"].EnumerateArray()];
            return sweeps.All(sweep => sweep.GetProperty("state").GetString() != "running");
        });
        return sweeps;
    }

    public async Task<IReadOnlyList<string>> NamesAsync(string query) =>
        [.. (await GetAsync("files?" + query)).ShouldBe(200).Json.EnumerateArray().Select(file => file.GetProperty("name").GetString()!)];

    public async Task<long> BytesUsedAsync() => (await GetAsync("quota")).ShouldBe(200)["bytes_used"].GetInt64();

    /// <summary>Fetches a URL without the API.</summary>
    public static async Task<HttpResponseMessage> FetchAsync(string url) => await Http.GetAsync(new Uri(url), Cancel);

    /// <summary>Waits for a condition of the world outside, with a limit.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(Limit);
        while (!await condition())
        {
            limit.IsCancellationRequested.ShouldBeFalse($"Waited {Limit} for: {what}.");
            await Task.Delay(25, Cancel);
        }
    }
}
