using System.Diagnostics;
using System.Net.Sockets;
using FluidCloud.WorkerHost.Rpc;

namespace FluidCloud.WorkerHost;

/// <summary>One run of the published function app as a process, with its functions loaded.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly Process process;

    private WorkerProcess(Process process, WorkerChannel channel) => (this.process, Channel) = (process, channel);

    public WorkerChannel Channel { get; }

    /// <summary>Where its HTTP functions listen (capability HttpUri).</summary>
    public required Uri HttpUri { get; init; }

    public required IReadOnlyList<WorkerFunction> Functions { get; init; }

    /// <param name="directory">Of the published app.</param>
    /// <param name="settings">Its environment, beside this process's.</param>
    public static async Task<WorkerProcess> Start(
        RpcServer server, string directory, IReadOnlyDictionary<string, string> settings, Action<string> log, CancellationToken cancel)
    {
        var id = Guid.NewGuid().ToString();
        var channel = server.Expect(id, log);
        var process = Spawn(server, directory, settings, id, log);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(StartLimit);
        try
        {
            await Task.WhenAny(channel.Started, process.WaitForExitAsync(limit.Token));
            if (process.HasExited)
                throw new InvalidOperationException($"The worker exited with code {process.ExitCode} while it started.");
            var init = (await channel.Ask(new()
            {
                WorkerInitRequest = new() { HostVersion = "4.0.0", WorkerDirectory = directory, FunctionAppDirectory = directory },
            }, limit.Token)).WorkerInitResponse;
            var functions = await Load(channel, directory, limit.Token);
            var httpUri = new Uri(init.Capabilities["HttpUri"]);
            await UntilItListens(httpUri, limit.Token);
            return new(process, channel) { HttpUri = httpUri, Functions = functions };
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    /// <summary>As kill -9 does.</summary>
    public async Task Kill()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as a host does that scales in.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await Channel.Send(new() { WorkerTerminate = new() });
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
        process.Dispose();
    }

    private static async Task<IReadOnlyList<WorkerFunction>> Load(WorkerChannel channel, string directory, CancellationToken cancel)
    {
        var answer = await channel.Ask(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = directory } }, cancel);
        var metadata = answer.FunctionMetadataResponse.FunctionMetadataResults;
        foreach (var function in metadata)
        {
            var loaded = (await channel.Ask(new()
            {
                FunctionLoadRequest = new() { FunctionId = function.FunctionId, Metadata = function },
            }, cancel)).FunctionLoadResponse;
            if (loaded.Result.Status != StatusResult.Types.Status.Success)
                throw new InvalidOperationException($"Function {function.Name} was not loaded: {loaded.Result.Exception?.Message}");
        }
        return [.. metadata.Select(WorkerFunction.Of)];
    }

    /// <summary>The worker names its address before it listens there.</summary>
    private static async Task UntilItListens(Uri address, CancellationToken cancel)
    {
        while (true)
        {
            using var probe = new TcpClient();
            try
            {
                await probe.ConnectAsync(address.Host, address.Port, cancel);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, cancel);
            }
        }
    }

    private static Process Spawn(RpcServer server, string directory, IReadOnlyDictionary<string, string> settings, string id, Action<string> log)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in new[]
        {
            Path.Combine(directory, "FluidCloud.Functions.dll"),
            "--functions-uri", server.Address.ToString(), "--functions-worker-id", id, "--functions-request-id", Guid.NewGuid().ToString(),
            "--functions-grpc-max-message-length", $"{RpcServer.MaxMessageLength}",
        })
        {
            start.ArgumentList.Add(argument);
        }
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = directory;
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Log(line.Data);
        process.ErrorDataReceived += (_, line) => Log(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Log(string? line)
        {
            if (line is not null)
                log(line);
        }
    }
}
