using Azure.Storage.Blobs;
using FluidCloud.Functions.Http.Pipeline;
using FluidCloud.Functions.Settings;
using FluidCloud.Local.Hosting;
using FluidCloud.Tests.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>What a browser lets a page of another host do: only what these headers say.</summary>
public class CorsTests(CorsTests.OpenApp app) : IClassFixture<CorsTests.OpenApp>
{
    private const string Page = "https://app.example.com";

    /// <summary>An application that two pages may call.</summary>
    public sealed class OpenApp(AzuriteFixture azurite) : LocalApp(azurite)
    {
        protected override void Customise(IServiceCollection services) =>
            services.Replace(ServiceDescriptor.Singleton(new CorsSettings { Origins = $"{Page}, http://localhost:5173" }));
    }

    public static TheoryData<string, string> Routes =>
    [
        .. from route in FunctionMethod.All<HttpTriggerAttribute>()
           where route.Trigger.Route!.StartsWith("api/v1/", StringComparison.Ordinal)
           from method in route.Trigger.Methods!
           select new TheoryDataRow<string, string>(method.ToUpperInvariant(), System.Text.RegularExpressions.Regex.Replace(route.Trigger.Route!, @"\{\w+\}", "7")),
    ];

    [Theory, MemberData(nameof(Routes))]
    public async Task A_browser_is_told_that_a_page_may_call_a_route(string method, string path)
    {
        var answer = (await AskAsync(path, method, Page)).ShouldBe(204);

        Header(answer, "Access-Control-Allow-Origin").ShouldBe(Page);
        Header(answer, "Access-Control-Allow-Methods").Split(',').ShouldContain(method);
        Header(answer, "Access-Control-Allow-Headers").Split(',').ShouldBe(["Authorization", "Content-Type", "traceparent", "X-API-Key"], ignoreOrder: true);
        Header(answer, "Access-Control-Max-Age").ShouldBe("3600");
        Header(answer, "Vary").ShouldBe("Origin");
        answer.Headers.Contains("Access-Control-Allow-Credentials").ShouldBeFalse();
    }

    [Theory]
    [InlineData("api/v1/quota", "https://other.example.com")]
    [InlineData("api/v1/quota", "https://app.example.com.evil.example")]
    [InlineData("api/v1/quota", "http://app.example.com")]
    [InlineData("api/v1/quota", "null")]
    public async Task Another_page_may_do_nothing(string path, string origin)
    {
        var client = await app.NewTenantAsync();

        (await AskAsync(path, "GET", origin)).ShouldBe(204).Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        (await CallAsync(client.Key, path, origin)).ShouldBe(200).Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Theory]
    [InlineData("files/delete")]
    [InlineData("api/uploads/files")]
    [InlineData("s/token")]
    [InlineData("nothing")]
    public async Task Outside_the_API_a_page_may_do_nothing(string path)
    {
        var answer = await AskAsync(path, "POST", Page);

        answer.ShouldBe(404).Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    [Fact]
    public async Task A_page_sees_the_answer_and_what_it_needs_of_its_headers()
    {
        var client = await app.NewTenantAsync();

        foreach (var (path, status) in new[] { ("api/v1/quota", 200), ("api/v1/files/7", 422), ("api/v1/nothing", 404), ("api/v1/files", 400) })
        {
            var answer = (await CallAsync(client.Key, path, Page)).ShouldBe(status);
            Header(answer, "Access-Control-Allow-Origin").ShouldBe(Page);
            Header(answer, "Vary").ShouldContain("Origin");
            Header(answer, "Access-Control-Expose-Headers").Split(',')
                .ShouldBeSubsetOf(["X-Request-Id", "Retry-After", "Link", "Content-Disposition", "Content-Range", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"]);
        }
        Header((await CallAsync("fck_live_no", "api/v1/quota", Page)).ShouldBe(401), "Access-Control-Allow-Origin").ShouldBe(Page);
        (await client.GetAsync("quota")).ShouldBe(200).Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    /// <summary>As a browser does it: it asks storage first, and then sends the bytes with the page's origin.</summary>
    [Fact]
    public async Task A_page_sends_bytes_to_a_signed_URL()
    {
        var client = await app.NewTenantAsync();
        var ticket = (await client.InitiateAsync("page.txt", 5)).ShouldBe(200);
        using var http = new HttpClient();

        using var question = new HttpRequestMessage(HttpMethod.Options, ticket["url"].GetString());
        question.Headers.Add("Origin", Page);
        question.Headers.Add("Access-Control-Request-Method", "PUT");
        question.Headers.Add("Access-Control-Request-Headers", "x-ms-blob-type,content-type");
        using var permission = await http.SendAsync(question, TestContext.Current.CancellationToken);
        permission.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        permission.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Page]);

        using var bytes = new HttpRequestMessage(HttpMethod.Put, ticket["url"].GetString()) { Content = new StringContent("Hello") };
        bytes.Headers.Add("Origin", Page);
        bytes.Headers.Add("x-ms-blob-type", "BlockBlob");
        using var stored = await http.SendAsync(bytes, TestContext.Current.CancellationToken);
        stored.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created);
        stored.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe([Page]);
        (await client.CompleteAsync(ticket)).ShouldBe(200);
    }

    [Theory]
    [InlineData("app.example.com")]
    [InlineData("https://app.example.com/")]
    [InlineData("https://App.example.com")]
    [InlineData("https://app.example.com/path")]
    [InlineData("*")]
    [InlineData("ftp://app.example.com")]
    public void What_is_no_origin_keeps_the_application_from_starting(string origins)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("FluidCloudCors:origins", origins)]).Build();

        Should.Throw<SettingsException>(() => new ServiceCollection().AddSettings(configuration, SettingsSections.Features))
            .Problems.ShouldHaveSingleItem().ShouldContain("FluidCloudCors");
    }

    private Task<ApiResponse> AskAsync(string path, string method, string origin) => TenantClient.SendRawAsync(app, HttpMethod.Options, path, headers: headers =>
    {
        headers.Add("Origin", origin);
        headers.Add("Access-Control-Request-Method", method);
        headers.Add("Access-Control-Request-Headers", "x-api-key,content-type");
    });

    private Task<ApiResponse> CallAsync(string key, string path, string origin) => TenantClient.SendRawAsync(app, HttpMethod.Get, path, headers: headers =>
    {
        headers.Add("Origin", origin);
        headers.Add("X-API-Key", key);
    });

    private static string Header(ApiResponse answer, string name) => string.Join(',', answer.Headers.GetValues(name)).Replace(" ", "", StringComparison.Ordinal);
}

/// <summary>An application without the setting.</summary>
public class ClosedToPagesTests(LocalApp app) : IClassFixture<LocalApp>
{
    [Fact]
    public async Task No_page_may_call()
    {
        var answer = await TenantClient.SendRawAsync(app, HttpMethod.Options, "api/v1/quota", headers: headers =>
        {
            headers.Add("Origin", "https://app.example.com");
            headers.Add("Access-Control-Request-Method", "GET");
        });

        answer.ShouldFail(404, "route");
        answer.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        (await app.Services.GetRequiredService<BlobServiceClient>().GetPropertiesAsync(TestContext.Current.CancellationToken)).Value.Cors.ShouldBeEmpty();
    }
}

/// <summary>The local host on a port that is known before it starts, as <c>./run</c> starts it.</summary>
public sealed class OwnPagesTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Pages_of_the_host_itself_may_send_bytes_to_its_storage()
    {
        var (port, storage) = (AzuriteFixture.FreePort(), azurite.TakeAccount());
        var directory = Directory.CreateTempSubdirectory("fluidcloud-test-");
        try
        {
            await using var app = await LocalHost.Start(
                new(port, new MetadataPlace.SqliteFile(Path.Combine(directory.FullName, "metadata.db")), storage) { Shares = TestShares.Settings, ErasureLog = TestLog.Settings, RunTimers = false },
                builder => builder.Logging.ClearProviders(), TestContext.Current.CancellationToken);

            var properties = (await new BlobServiceClient(storage).GetPropertiesAsync(TestContext.Current.CancellationToken)).Value;
            properties.Cors.ShouldHaveSingleItem().AllowedOrigins.ShouldBe($"http://127.0.0.1:{port},http://localhost:{port}");
            await app.StopAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
