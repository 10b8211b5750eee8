using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using FluidCloud.Adapters.Azure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Tests.Contracts;

/// <summary>Azure Resource Manager on this machine: it notes the purges that it is sent, answers as a test says, and has resources to read.</summary>
internal sealed class AzureResourcesServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly X509Certificate2 certificate;

    private AzureResourcesServer(WebApplication app, X509Certificate2 certificate) => (this.app, this.certificate) = (app, certificate);

    public sealed record Order(string Path, string? Version, string? Authorization, IReadOnlyList<string> ContentPaths, IReadOnlyList<string> Domains);

    public ConcurrentQueue<Order> Orders { get; } = new();

    /// <summary>The next answers, 202 when there is none left.</summary>
    public ConcurrentQueue<int> Answers { get; } = new();

    /// <summary>The JSON of each resource, by path and API version.</summary>
    public ConcurrentDictionary<string, string> Resources { get; } = new();

    /// <summary>A client of this server.</summary>
    public AzureResources Open()
    {
        var options = new AzureResourcesOptions { Endpoint = Address, Transport = new HttpClientTransport(Client) };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(2);
        return new(new FixedToken(), options);
    }

    private Uri Address => new(app.Urls.Single());

    /// <summary>Trusts this server and no other.</summary>
    private HttpClientHandler Client => new()
    {
        ServerCertificateCustomValidationCallback = (_, presented, _, _) => presented?.Thumbprint == certificate.Thumbprint,
    };

    public static async Task<AzureResourcesServer> Start()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        var server = new AzureResourcesServer(app, certificate);
        app.MapPost("/{**path}", server.Answer);
        app.MapGet("/{**path}", (HttpRequest request) =>
            server.Resources.TryGetValue($"{request.Path}{request.QueryString}", out var found) ? Results.Text(found, "application/json") : Results.StatusCode(403));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        certificate.Dispose();
    }

    private async Task<IResult> Answer(HttpRequest request)
    {
        using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted);
        var (paths, domains) = (Texts("contentPaths"), Texts("domains"));
        Orders.Enqueue(new(request.Path, request.Query["api-version"], request.Headers.Authorization, paths, domains));
        var status = Answers.TryDequeue(out var next) ? next : StatusCodes.Status202Accepted;
        if (status == StatusCodes.Status202Accepted)
            request.HttpContext.Response.Headers.Location = new Uri(Address, "/operations/1").ToString();
        if (status == StatusCodes.Status429TooManyRequests)
            request.HttpContext.Response.Headers.RetryAfter = "1";
        return status < 400 ? Results.StatusCode(status) : Results.Json(new { error = new { code = "Failed", message = $"Could not purge {paths[0]}." } }, statusCode: status);

        IReadOnlyList<string> Texts(string name) => [.. body.RootElement.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];
    }

    private sealed class FixedToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("token", TimeProvider.System.GetUtcNow().AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
