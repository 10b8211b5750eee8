using Azure.Storage.Queues;
using FluidCloud.WorkerHost.Rpc;

namespace FluidCloud.WorkerHost;

/// <summary>
/// A small Functions host for tests: it runs the published app on the real isolated worker, forwards HTTP to it, polls its
/// queues, and fires its timers by hand.
/// </summary>
public sealed class FunctionsHost : IAsyncDisposable
{
    private readonly string directory;
    private readonly IReadOnlyDictionary<string, string> settings;
    private readonly Action<string> log;
    private readonly RpcServer server;
    private readonly List<QueuePoller> pollers = [];
    private WorkerProcess? worker;
    private HttpFront? front;

    private FunctionsHost(string directory, IReadOnlyDictionary<string, string> settings, Action<string> log, RpcServer server) =>
        (this.directory, this.settings, this.log, this.server) = (directory, settings, log, server);

    /// <summary>Where the functions answer.</summary>
    public Uri Address => front!.Address;

    /// <param name="directory">Of the published app.</param>
    /// <param name="settings">Its application settings, as environment variables.</param>
    /// <param name="storageConnection">Of its queues.</param>
    /// <param name="port">0 takes any free one.</param>
    /// <param name="log">Takes each line that the worker logs or prints.</param>
    public static async Task<FunctionsHost> Start(
        string directory, IReadOnlyDictionary<string, string> settings, string storageConnection, Action<string> log, CancellationToken cancel, int port = 0)
    {
        var host = new FunctionsHost(directory, settings, log, await RpcServer.Start(cancel));
        try
        {
            await host.Restart(cancel);
            host.front = await HttpFront.Start(host.worker!.Functions, () => host.worker ?? throw new WorkerGoneException(), port, cancel);
            // The app sends its messages as they are (host.json, messageEncoding none).
            var queues = new QueueServiceClient(storageConnection, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.None });
            var queueSettings = QueueSettings.Read(directory);
            foreach (var function in host.worker.Functions.Where(function => function.Trigger.QueueName is not null))
                host.pollers.Add(new(function, queueSettings, queues, () => host.worker));
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the worker process as kill -9 does. Queues are not polled until it is started again.</summary>
    public async Task Kill()
    {
        var killed = worker;
        worker = null;
        if (killed is not null)
            await killed.Kill();
    }

    /// <summary>Starts the worker process, after <see cref="Kill"/> or for the first time.</summary>
    public async Task Restart(CancellationToken cancel) =>
        worker = await WorkerProcess.Start(server, directory, settings, log, cancel);

    /// <summary>Fires a timer, and returns when its function has ended.</summary>
    /// <param name="function">Its name.</param>
    public async Task RunTimer(string function, CancellationToken cancel)
    {
        var timer = worker!.Functions.Single(candidate => candidate.Name == function);
        var call = timer.NewCall();
        call.InputData.Add(new ParameterBinding { Name = timer.Trigger.Name, Data = new() { Json = """{"IsPastDue":false}""" } });
        var response = await worker.Channel.Invoke(call, cancel);
        if (response.Result.Status != StatusResult.Types.Status.Success)
            throw new InvalidOperationException($"Timer {function} failed: {response.Result.Exception?.Message}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var poller in pollers)
            await poller.DisposeAsync();
        if (front is not null)
            await front.DisposeAsync();
        if (worker is not null)
            await worker.DisposeAsync();
        await server.DisposeAsync();
    }
}
