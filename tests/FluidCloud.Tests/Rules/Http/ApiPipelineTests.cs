using System.Net;
using System.Net.Sockets;
using System.Text;
using FluidCloud.Core;
using FluidCloud.Core.Telemetry;
using FluidCloud.Functions.Http.Pipeline;
using FluidCloud.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace FluidCloud.Tests.Rules;

/// <summary>What becomes of a request that ends before its time: its response fails, its client leaves, its host stops.</summary>
public sealed class ApiPipelineTests : IAsyncLifetime
{
    private static readonly HttpClient Http = new();

    private readonly CollectedLog log = new();
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication app = null!;
    private RecordedTelemetry telemetry = null!;

    /// <summary>Whether an exception came past the pipeline: the worker would hide it.</summary>
    private int thrown;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddMetrics().AddSingleton<Metrics>().AddSingleton(new ApiSettings()).AddCors().AddSingleton(new CorsSettings()).AddSingleton<Cors>().AddSingleton(TimeProvider.System);
        app = builder.Build();
        var pipeline = new ApiPipeline(null!, null!, null!, null!, app.Services.GetRequiredService<Cors>(), new(), app.Services.GetRequiredService<Metrics>(), TimeProvider.System,
            app.Lifetime, app.Services.GetRequiredService<ILogger<ApiPipeline>>());
        Map("fails-at/{item:int}", http => StreamedArray<string>.Start(FailingAt(Id(http)), http.RequestAborted));
        Map("waits", async http =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
            return Results.NoContent();
        });
        Map("streams", http => Task.FromResult(Results.Stream(async body =>
        {
            for (; ; )
            {
                await body.WriteAsync(new byte[1000], http.RequestAborted);
                begun.TrySetResult();
            }
        })));
        Map("stops", async http =>
        {
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(app.Lifetime.ApplicationStopping);
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, stopping.Token);
            return Results.NoContent();
        });
        telemetry = new(app.Services);
        await app.StartAsync(Cancel);

        void Map(string route, Func<HttpContext, Task<IResult>> handle)
        {
            app.MapMethods("/" + route, ["GET", "HEAD"], Run);

            async Task Run(HttpContext http)
            {
                try
                {
                    await (await pipeline.RunPublic(http.Request, () => handle(http))).ExecuteAsync(http);
                }
                catch
                {
                    Interlocked.Increment(ref thrown);
                    throw;
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        telemetry.Dispose();
    }

    [Fact]
    public async Task A_listing_that_fails_after_its_beginning_was_sent_never_looks_complete()
    {
        await Should.ThrowAsync<HttpRequestException>(() => Http.GetStringAsync(Url("fails-at/5000"), Cancel));

        (await Measured()).ShouldBe(500);
        thrown.ShouldBe(0);
        log.Lines.ShouldContain(line => line.Contains("broke off", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_listing_that_fails_before_anything_was_sent_is_an_error(int item)
    {
        using var response = await Http.GetAsync(Url($"fails-at/{item}"), Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync(Cancel)).ShouldBe("""{"detail":"The service is busy; try again later."}""");
        response.Headers.RetryAfter.ShouldNotBeNull();
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        (await Measured()).ShouldBe(503);
    }

    [Fact]
    public async Task The_head_of_a_listing_reads_no_more_than_its_beginning()
    {
        using var response = await Http.SendAsync(new(HttpMethod.Head, Url("fails-at/3")), Cancel);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
    }

    [Theory]
    [InlineData("waits")]
    [InlineData("streams")]
    public async Task A_client_that_leaves_is_measured_as_such_and_logged_as_nothing(string path)
    {
        using (var connection = new TcpClient())
        {
            await connection.ConnectAsync(IPAddress.Loopback, new Uri(app.Urls.Single()).Port, Cancel);
            await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /{path} HTTP/1.1\r\nHost: localhost\r\n\r\n"), Cancel);
            await begun.Task.WaitAsync(Cancel);
            connection.LingerState = new(enable: true, seconds: 0); // Leaves with a reset.
        }

        (await Measured()).ShouldBe(499);
        thrown.ShouldBe(0);
        log.Lines.ShouldNotContain(line => line.Contains("ApiPipeline", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_that_stops_says_so_and_logs_no_fault()
    {
        var response = Http.GetAsync(Url("stops"), Cancel);
        await begun.Task.WaitAsync(Cancel);
        await app.StopAsync(Cancel);

        using var stopped = await response;
        stopped.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        stopped.Headers.RetryAfter.ShouldNotBeNull();
        (await Measured()).ShouldBe(503);
        log.Lines.ShouldNotContain(line => line.Contains("ApiPipeline", StringComparison.Ordinal));
    }

    private static async IAsyncEnumerable<string> FailingAt(int item)
    {
        for (var number = 0; number < item; number++)
        {
            await Task.Yield();
            yield return new string('x', 100);
        }
        throw new StoreBusyException("metadata store", TimeSpan.FromSeconds(1));
    }

    private static int Id(HttpContext http) => int.Parse((string)http.Request.RouteValues["item"]!, System.Globalization.CultureInfo.InvariantCulture);

    private Uri Url(string path) => new(new Uri(app.Urls.Single()), path);

    private async Task<int> Measured()
    {
        await TenantClient.UntilAsync("the request has ended", () => Task.FromResult(telemetry.Of("http.server.request.duration").Count > 0));
        return (int)telemetry.Of("http.server.request.duration").ShouldHaveSingleItem().Tags["http.response.status_code"]!;
    }
}
