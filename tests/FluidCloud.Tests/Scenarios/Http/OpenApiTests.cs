using System.Text.Json.Nodes;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>The description of the API as others read it: linters, and a generator of clients.</summary>
public sealed class OpenApiTests(LocalApp app, OpenApiTools tools) : IClassFixture<LocalApp>, IClassFixture<OpenApiTools>, IDisposable
{
    private string? folder;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (folder is not null)
            Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_description_is_there_without_a_key()
    {
        var answer = await TenantClient.SendRawAsync(app, HttpMethod.Get, "openapi.json");

        answer.ShouldBe(200)["openapi"].GetString().ShouldStartWith("3.1.");
        answer.Content.ContentType!.MediaType.ShouldBe("application/json");
        answer["paths"].EnumerateObject().Count().ShouldBe(DescribedAnswers.Description["paths"]!.AsObject().Count);
        (await TenantClient.SendRawAsync(app, HttpMethod.Head, "openapi.json")).ShouldBe(200).Text.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("spectral", "lint", "--fail-severity", "hint", "--ruleset", "./spectral.yaml")]
    [InlineData("redocly", "lint", "--config", "./redocly.yaml")]
    public async Task A_linter_finds_nothing_and_would_find_a_mistake(string program, params string[] arguments)
    {
        var path = await DescriptionAsync();
        await OpenApiTools.SucceedAsync(OpenApiTools.RunAsync(folder!, program, [.. arguments, path]));

        var description = JsonNode.Parse(await File.ReadAllTextAsync(path, Cancel))!;
        description["paths"]!["/api/v1/me"]!["get"]!["operationId"] = "getQuota";
        await File.WriteAllTextAsync(path, description.ToJsonString(), Cancel);
        var (code, said) = await OpenApiTools.RunAsync(folder!, program, [.. arguments, path]);
        code.ShouldNotBe(0);
        said.ShouldContain("operationId");
    }

    [Fact]
    public async Task A_generated_client_uploads_lists_and_erases_a_file()
    {
        var client = await app.NewTenantAsync();
        var path = await DescriptionAsync();
        await OpenApiTools.SucceedAsync(OpenApiTools.RunAsync(folder!, "openapi-typescript", path, "-o", Path.Combine(folder!, "api.d.ts")));

        var said = await OpenApiTools.RunClientAsync(folder!, app, client.Key);

        said.Trim().Split('\n').ShouldBe(["uploaded generated.txt (29 bytes, pending)", "listed generated.txt", "erased: 404 File not found."]);
    }

    [Fact]
    public async Task The_page_takes_everything_from_us()
    {
        var page = (await TenantClient.SendRawAsync(app, HttpMethod.Get, "docs")).ShouldBe(200);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        var program = page.Text.Split("<script src=\"/")[1].Split('"')[0];

        page.Content.ContentType!.MediaType.ShouldBe("text/html");
        policy.ShouldStartWith("default-src 'none'; script-src 'self';");
        policy.ShouldNotContain("http");
        page.Text.ShouldNotContain("http");
        var script = (await TenantClient.SendRawAsync(app, HttpMethod.Get, program)).ShouldBe(200);
        script.Text.ShouldContain("@scalar/api-reference");
        script.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
        (await PackedAsync(program)).ShouldBe("gzip");
        (await TenantClient.SendRawAsync(app, HttpMethod.Get, "docs/other.js")).ShouldFail(404, "route");
        (await TenantClient.SendRawAsync(app, HttpMethod.Get, "")).ShouldBe(200).Text.ShouldContain("href=\"/docs\"");
    }

    private async Task<string> PackedAsync(string path)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.BaseAddress, path));
        request.Headers.AcceptEncoding.Add(new("gzip"));
        using var response = await http.SendAsync(request, Cancel);
        (await response.Content.ReadAsByteArrayAsync(Cancel))[..2].ShouldBe([0x1F, 0x8B]);
        return response.Content.Headers.ContentEncoding.Single();
    }

    /// <returns>The file that it was written to.</returns>
    private async Task<string> DescriptionAsync()
    {
        folder = await tools.NewFolderAsync();
        var path = Path.Combine(folder, "openapi.json");
        await File.WriteAllTextAsync(path, (await TenantClient.SendRawAsync(app, HttpMethod.Get, "openapi.json")).ShouldBe(200).Text, Cancel);
        return path;
    }
}
