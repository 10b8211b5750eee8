using Shouldly;

namespace FluidCloud.Tests.Hosting;

/// <summary>What a user does with links.</summary>
internal static class TenantShares
{
    /// <param name="Path">Of the raw link, on the application under test.</param>
    public sealed record Link(string Id, string Path);

    /// <param name="days">null makes a permanent link.</param>
    public static async Task<Link> ShareAsync(this TenantClient client, string file, int? days = null, string? permission = null)
    {
        var made = (await client.PostAsync("shares", new { file_id = file, expires_in_days = days, permission })).ShouldBe(201);
        return new(made["id"].GetString()!, new Uri(made["url"].GetString()!).AbsolutePath);
    }

    /// <summary>Follows a raw link, without a key.</summary>
    public static Task<ApiResponse> OpenAsync(this TenantClient client, Link link) => TenantClient.SendRawAsync(client.App, HttpMethod.Get, link.Path[1..]);

    /// <inheritdoc cref="OpenAsync"/>
    /// <param name="headers">As <c>name: value</c>.</param>
    public static async Task<HttpResponseMessage> FetchAsync(this TenantClient client, Link link, HttpMethod method, params string[] headers)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(client.App.BaseAddress, link.Path));
        foreach (var header in headers)
            request.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]).ShouldBeTrue();
        var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        await response.Content.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        DescribedAnswers.Check(method, link.Path, (int)response.StatusCode, mediaType,
            mediaType == "application/json" ? await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken) : "");
        return response;
    }
}
