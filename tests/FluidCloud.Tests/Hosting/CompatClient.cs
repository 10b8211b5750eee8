using System.Text.Json;

namespace FluidCloud.Tests.Hosting;

/// <summary>A tenant's client of the compatible APIs: a Bearer token, and paths from the root.</summary>
public static class CompatClient
{
    /// <param name="body">A string or content is sent as it is, anything else as JSON with the names that it has.</param>
    public static Task<ApiResponse> CallAsync(this TenantClient client, HttpMethod method, string path, object? body = null) =>
        TenantClient.SendRawAsync(
            client.App, method, path, body is null or string or HttpContent ? body : JsonSerializer.Serialize(body),
            headers => headers.Authorization = new("Bearer", client.Key));

    public static Task<ApiResponse> SweeppeaAsync(this TenantClient client, string route, object? body = null) =>
        client.CallAsync(HttpMethod.Post, "files/" + route, body);

    /// <param name="rest">What follows <c>/api/uploads/files</c>.</param>
    public static Task<ApiResponse> SwiftiaAsync(this TenantClient client, HttpMethod method, string rest) =>
        client.CallAsync(method, "api/uploads/files" + rest);
}
