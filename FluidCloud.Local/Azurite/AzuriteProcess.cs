using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Reflection;
using FluidCloud.Local.Hosting;

namespace FluidCloud.Local.Azurite;

/// <summary>
/// Azurite (blobs and queues) as a child process with its data on disk. It ends with this process in any case, because its
/// standard input closes (azurite.cjs).
/// </summary>
public sealed class AzuriteProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    /// <summary>Where package.json, and with it node_modules, is: in the source tree.</summary>
    private static readonly string Home = typeof(AzuriteProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "AzuriteHome").Value!;

    private readonly Process process;

    private AzuriteProcess(Process process, AzuriteEndpoint endpoint) => (this.process, Endpoint) = (process, endpoint);

    public AzuriteEndpoint Endpoint { get; }

    /// <summary>Starts Azurite on the ports of its data folder (<see cref="AzuritePorts"/>).</summary>
    /// <inheritdoc cref="Start(AzuriteEndpoint, string, CancellationToken)"/>
    public static async Task<AzuriteProcess> Start(string dataDirectory, CancellationToken cancel)
    {
        Directory.CreateDirectory(dataDirectory);
        // One host at a time: two at once would choose the same ports.
        await using var turn = await AzuritePorts.Turn(cancel);
        return await Start(AzuritePorts.Choose(dataDirectory), dataDirectory, cancel);
    }

    /// <exception cref="LocalHostException">Node is missing, or Azurite does not start, as when another program has a port.</exception>
    public static async Task<AzuriteProcess> Start(AzuriteEndpoint endpoint, string dataDirectory, CancellationToken cancel)
    {
        Directory.CreateDirectory(dataDirectory);
        await Install(cancel);

        var process = Spawn(endpoint, dataDirectory);
        await File.WriteAllTextAsync(PidFile(dataDirectory), process.Id.ToString(CultureInfo.InvariantCulture), cancel);
        var azurite = new AzuriteProcess(process, endpoint);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(StartLimit);
        try
        {
            while (!await IsThere(endpoint, limit.Token))
            {
                if (process.HasExited)
                    throw new LocalHostException($"Azurite exited with code {process.ExitCode} while it started.");
                await Task.Delay(50, limit.Token);
            }
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks Azurite to write its data and end, and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
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

    /// <summary>Waits while the Azurite of a host that was killed still writes its data: two must not have the same files.</summary>
    /// <exception cref="LocalHostException">It still runs, because its host does.</exception>
    public static async Task WaitForPredecessor(string dataDirectory, CancellationToken cancel)
    {
        var pidFile = PidFile(dataDirectory);
        if (!File.Exists(pidFile) || !int.TryParse(await File.ReadAllTextAsync(pidFile, cancel), out var id))
            return;
        try
        {
            using var predecessor = Process.GetProcessById(id);
            if (predecessor.ProcessName != "node")
                return;
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(StopLimit);
            await predecessor.WaitForExitAsync(limit.Token);
        }
        catch (ArgumentException)
        {
            // It has ended.
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new LocalHostException($"Another FluidCloud still uses this data folder (its Azurite is process {id}).");
        }
    }

    private static string PidFile(string dataDirectory) => Path.Combine(dataDirectory, "azurite.pid");

    /// <exception cref="LocalHostException">Something answers that is not Azurite.</exception>
    private static async Task<bool> IsThere(AzuriteEndpoint endpoint, CancellationToken cancel) =>
        await Answers(endpoint.BlobPort, cancel) && await Answers(endpoint.QueuePort, cancel);

    private static async Task<bool> Answers(int port, CancellationToken cancel)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/"), cancel);
            if (answer.Headers.Server.ToString().StartsWith("Azurite", StringComparison.Ordinal))
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
        throw new LocalHostException($"Port {port} is taken by another program; Azurite needs it.");
    }

    private static async Task Install(CancellationToken cancel)
    {
        if (File.Exists(Path.Combine(Home, "node_modules", ".package-lock.json")))
            return;
        Console.Error.WriteLine("Installing Azurite (once)...");
        using var npm = Run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel", "error"]);
        var errors = npm.StandardError.ReadToEndAsync(cancel);
        await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(cancel), npm.WaitForExitAsync(cancel));
        if (npm.ExitCode != 0)
            throw new LocalHostException($"npm could not install Azurite: {(await errors).Trim()}");
    }

    private static Process Spawn(AzuriteEndpoint endpoint, string dataDirectory)
    {
        var process = Run("node",
        [
            "azurite.cjs", "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--location", dataDirectory,
            "--blobHost", "127.0.0.1", "--blobPort", $"{endpoint.BlobPort}", "--queueHost", "127.0.0.1", "--queuePort", $"{endpoint.QueuePort}",
        ], ("FLUIDCLOUD_AZURITE_PARENT_PIPE", "1"), ("AZURITE_ACCOUNTS", endpoint.Accounts));
        // Read, so that a full pipe does not block it. Its debug output is not shown.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                Console.Error.WriteLine("azurite: " + line.Data);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static Process Run(string program, IReadOnlyList<string> arguments, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Home,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            if (value is not null)
                start.Environment[name] = value;
        }
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new LocalHostException($"Node.js is needed to run Azurite, and '{program}' was not found: install it from https://nodejs.org.", e);
        }
    }
}
