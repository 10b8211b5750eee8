using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace FluidCloud.Bench.Hosting;

/// <summary>One life of a host: a child process, which ends when it is told to, is killed, or loses its parent.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5); // The first start installs Azurite.
    private static readonly TimeSpan StopLimit = TimeSpan.FromMinutes(1);

    private readonly Process process;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StreamWriter output;
    private TaskCompletionSource<string> figures = new();

    private HostProcess(Process process, StreamWriter output) => (this.process, this.output) = (process, output);

    /// <summary>The process is there; see <see cref="Ready"/>.</summary>
    public static HostProcess Spawn(HostPlace place)
    {
        // Either the program of this assembly, or dotnet with the assembly.
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(typeof(HostProcess).Assembly.Location);
        foreach (var argument in HostCommand.Arguments(place))
            start.ArgumentList.Add(argument);
        var host = new HostProcess(Process.Start(start)!, new(place.Output, append: true) { AutoFlush = true });
        host.process.OutputDataReceived += (_, line) => host.Follow(line.Data);
        host.process.ErrorDataReceived += (_, line) => host.Follow(line.Data);
        host.process.Exited += (_, _) => host.ready.TrySetException(new HostEndedException());
        host.process.EnableRaisingEvents = true;
        host.process.BeginOutputReadLine();
        host.process.BeginErrorReadLine();
        return host;
    }

    public static async Task<HostProcess> Start(HostPlace place, CancellationToken cancel)
    {
        var host = Spawn(place);
        try
        {
            await host.Ready(cancel);
            return host;
        }
        catch
        {
            place.Keep = true;
            await host.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="HostEndedException">It ended before.</exception>
    public Task Ready(CancellationToken cancel) => ready.Task.WaitAsync(StartLimit, cancel);

    /// <summary>SIGKILL, to this process alone: its Azurite has to notice.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>The calls of its ports since it started.</summary>
    public async Task<IReadOnlyDictionary<string, CallFigures>> Figures(CancellationToken cancel)
    {
        figures = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await process.StandardInput.WriteLineAsync();
        return JsonSerializer.Deserialize<Dictionary<string, CallFigures>>(await figures.Task.WaitAsync(TimeSpan.FromSeconds(30), cancel))!;
    }

    public ProcessFigures Resources() => ProcessFigures.Of(process);

    /// <summary>Ends it as Ctrl-C does, and waits until its Azurite has written its data.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
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
        }
        process.Dispose();
        lock (output)
            output.Dispose();
    }

    private void Follow(string? line)
    {
        if (line is null)
            return;
        if (line == HostCommand.Ready)
            ready.TrySetResult();
        else if (line.StartsWith(HostCommand.Figures, StringComparison.Ordinal))
            figures.TrySetResult(line[HostCommand.Figures.Length..]);
        else
        {
            lock (output)
            {
                if (output.BaseStream is { CanWrite: true })
                    output.WriteLine(line);
            }
        }
    }
}

internal sealed class HostEndedException() : Exception("The host ended.");

/// <param name="Cpu">Of all its threads, since it started.</param>
internal sealed record ProcessFigures(TimeSpan Cpu, long WorkingSet, long PeakWorkingSet)
{
    public static ProcessFigures Of(Process process)
    {
        process.Refresh();
        return new(process.TotalProcessorTime, process.WorkingSet64, process.PeakWorkingSet64);
    }

    /// <summary>The Azurite of a host that is running.</summary>
    public static async Task<ProcessFigures> OfAzurite(HostPlace place, CancellationToken cancel)
    {
        using var process = Process.GetProcessById(int.Parse(
            await File.ReadAllTextAsync(Path.Combine(place.AzuriteData, "azurite.pid"), cancel), CultureInfo.InvariantCulture));
        return Of(process);
    }
}
