using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FluidCloud.Local.Hosting;

namespace FluidCloud.Cli.Demo;

/// <summary>
/// The host of the demo: a running one, or else a child process. A child ends with the demo in any case, because its standard
/// input closes.
/// </summary>
internal sealed class DemoHost : IAsyncDisposable
{
    /// <summary>The first start installs Azurite.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(1);

    private readonly Process? child;
    private readonly StreamWriter? output;
    private volatile string? lastError;

    /// <param name="child">null when the host was running already.</param>
    private DemoHost(Process? child, StreamWriter? output) => (this.child, this.output) = (child, output);

    /// <exception cref="LocalHostException">The port belongs to another program, or the host does not start.</exception>
    public static async Task<DemoHost> UseOrStart(int port, DataDirectory data, MetadataPlace metadata, string? storage, CancellationToken cancel)
    {
        if (await IsThere(port, cancel))
        {
            DemoConsole.Line($"Using the FluidCloud on port {port}.");
            return new(child: null, output: null);
        }
        DemoConsole.Line($"Starting FluidCloud on port {port}; its output is in {data.DemoHostOutput}.");
        var output = new StreamWriter(DataDirectory.CreatePrivate(data.DemoHostOutput)) { AutoFlush = true };
        var host = new DemoHost(Spawn(port, metadata, storage), output);
        try
        {
            host.ReadOutput();
            await host.AwaitStart(port, cancel);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (child is not null)
        {
            child.StandardInput.Close();
            using var limit = new CancellationTokenSource(StopLimit);
            try
            {
                await child.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                child.Kill(entireProcessTree: true);
            }
            child.Dispose();
        }
        if (output is not null)
            await output.DisposeAsync();
    }

    private async Task AwaitStart(int port, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(StartLimit);
        try
        {
            while (!await IsThere(port, limit.Token))
            {
                if (child!.HasExited)
                {
                    await child.WaitForExitAsync(limit.Token); // For the rest of its output.
                    throw new LocalHostException($"FluidCloud did not start: {lastError ?? $"it ended with exit code {child.ExitCode}."}");
                }
                await Task.Delay(100, limit.Token);
            }
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new LocalHostException($"FluidCloud did not start within {StartLimit.TotalMinutes} minutes.", e);
        }
    }

    /// <summary>Recognises FluidCloud by its 401 with a detail.</summary>
    private static async Task<bool> IsThere(int port, CancellationToken cancel)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/api/v1/quota"), cancel);
            if (answer.StatusCode == HttpStatusCode.Unauthorized
                && (await answer.Content.ReadAsStringAsync(cancel)).Contains("\"detail\"", StringComparison.Ordinal))
                return true;
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            return false;
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            // Something else answers on this port.
        }
        throw new LocalHostException($"Port {port} is in use by another program: choose another one with --port.");
    }

    private static Process Spawn(int port, MetadataPlace metadata, string? storage)
    {
        // Either the program of this assembly, or dotnet with the assembly.
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(typeof(DemoHost).Assembly.Location);
        start.ArgumentList.Add("--port");
        start.ArgumentList.Add(port.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(ServeCommand.UntilInputEnds);
        start.ArgumentList.Add(ServeCommand.NoRateLimits); // Thousands of files with one key.
        StoreOptions.PassOn(metadata, storage, start);
        return Process.Start(start)!;
    }

    private void ReadOutput()
    {
        child!.OutputDataReceived += (_, line) => Write(line.Data);
        child.ErrorDataReceived += (_, line) =>
        {
            lastError = line.Data ?? lastError;
            Write(line.Data);
        };
        child.BeginOutputReadLine();
        child.BeginErrorReadLine();
    }

    private void Write(string? line)
    {
        if (line is null)
            return;
        lock (output!)
            output.WriteLine(line);
    }
}
