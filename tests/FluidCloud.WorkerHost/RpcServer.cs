using System.Collections.Concurrent;
using System.Net;
using FluidCloud.WorkerHost.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FluidCloud.WorkerHost;

/// <summary>The gRPC server to which worker processes connect.</summary>
internal sealed class RpcServer : IAsyncDisposable
{
    /// <summary>The host's own limit is 128 MB too.</summary>
    public const int MaxMessageLength = 128 * 1024 * 1024;

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, WorkerChannel> expected;

    private RpcServer(WebApplication app, ConcurrentDictionary<string, WorkerChannel> expected) => (this.app, this.expected) = (app, expected);

    public Uri Address => new(app.Urls.Single());

    public static async Task<RpcServer> Start(CancellationToken cancel)
    {
        var expected = new ConcurrentDictionary<string, WorkerChannel>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(expected).AddGrpc(grpc => grpc.MaxReceiveMessageSize = MaxMessageLength);
        var app = builder.Build();
        app.MapGrpcService<Service>();
        await app.StartAsync(cancel);
        return new(app, expected);
    }

    /// <summary>The channel of a worker that will connect under that id.</summary>
    public WorkerChannel Expect(string workerId, Action<string> log) => expected[workerId] = new(log);

    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1)); // The worker's stream may still be open.
        await app.StopAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await app.DisposeAsync();
    }

    private sealed class Service(ConcurrentDictionary<string, WorkerChannel> expected) : FunctionRpc.FunctionRpcBase
    {
        public override async Task EventStream(
            IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
        {
            await requestStream.MoveNext(context.CancellationToken);
            if (expected.TryRemove(requestStream.Current.StartStream.WorkerId, out var channel))
                await channel.Run(requestStream, responseStream, context.CancellationToken);
        }
    }
}
