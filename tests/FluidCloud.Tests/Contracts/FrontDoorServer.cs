using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Tests.Contracts;

/// <summary>Azure Resource Manager as Front Door's purge sees it, on this machine: it notes what it is sent and answers as a test says.</summary>
internal sealed class FrontDoorServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly X509Certificate2 certificate;

    private FrontDoorServer(WebApplication app, X509Certificate2 certificate) => (this.app, this.certificate) = (app, certificate);

    public sealed record Order(string Path, string? Version, string? Authorization, IReadOnlyList<string> ContentPaths, IReadOnlyList<string> Domains);

    public ConcurrentQueue<Order> Orders { get; } = new();

    /// <summary>The next answers, 202 when there is none left.</summary>
    public ConcurrentQueue<int> Answers { get; } = new();

    public Uri Address => new(app.Urls.Single());

    /// <summary>Trusts this server and no other.</summary>
    public HttpClientHandler Client => new()
    {
        ServerCertificateCustomValidationCallback = (_, presented, _, _) => presented?.Thumbprint == certificate.Thumbprint,
    };

    public static async Task<FrontDoorServer> Start()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var app = builder.Build();
        var server = new FrontDoorServer(app, certificate);
        app.MapPost("/{**path}", server.Answer);
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
}
