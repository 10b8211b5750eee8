using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using FluidCloud.Adapters.ClamAv;
using FluidCloud.Local.Hosting;

namespace FluidCloud.Local.ClamAv;

/// <summary>
/// A clamd as a child process, on a free port of this machine. It ends with this process in any case, because the standard
/// input of its wrapper closes.
/// </summary>
public sealed class ClamAvProcess : IAsyncDisposable
{
    /// <summary>Where the signatures of an installed ClamAV are.</summary>
    public const string InstalledSignatures = "/var/lib/clamav";

    /// <summary>Loading all signatures takes half a minute, and 1.2 GB of memory.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);

    /// <summary>For the largest file: 2 GiB is more than clamd can look at.</summary>
    private const int MostMegabytes = 2000;

    // Started as "sh -c KEEPER sh clamd ...": clamd's own standard input is /dev/null.
    private const string Keeper = """
        exec 3<&0
        "$@" </dev/null 3<&- & clamd=$!
        (cat <&3 >/dev/null; kill "$clamd" 2>/dev/null) &
        wait "$clamd"
        """;

    private readonly Process keeper;

    private ClamAvProcess(Process keeper, ClamAvSettings settings) => (this.keeper, Settings) = (keeper, settings);

    /// <summary>How to reach it.</summary>
    public ClamAvSettings Settings { get; }

    /// <param name="directory">For its configuration and temporary files.</param>
    /// <exception cref="LocalHostException">clamd or its signatures are missing, or it does not start.</exception>
    public static async Task<ClamAvProcess> Start(string directory, string signatures, CancellationToken cancel, int maxMegabytes = MostMegabytes)
    {
        var program = Find() ?? throw new LocalHostException("clamd was not found: install it, on Debian with 'apt-get install clamav-daemon'.");
        if (!Directory.Exists(signatures) || !Directory.EnumerateFiles(signatures).Any())
            throw new LocalHostException($"clamd has no signatures in {signatures}: fetch them once with 'freshclam', as root.");
        var settings = new ClamAvSettings { Host = "127.0.0.1", Port = FreePort(), MaxBytes = maxMegabytes * 1024L * 1024 };
        var clamd = new ClamAvProcess(Spawn(program, await Configure(directory, signatures, settings.Port, maxMegabytes, cancel)), settings);
        try
        {
            await clamd.WaitUntilItListens(cancel);
            return clamd;
        }
        catch
        {
            await clamd.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        keeper.StandardInput.Close();
        await keeper.WaitForExitAsync(CancellationToken.None);
        keeper.Dispose();
    }

    /// <returns>null when clamd is not installed.</returns>
    public static string? Find() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin").Append("/usr/local/sbin")
            .Select(folder => Path.Combine(folder, "clamd")).FirstOrDefault(File.Exists);

    private async Task WaitUntilItListens(CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(StartLimit);
        var scanner = new ClamAvScanner(Settings);
        while (true)
        {
            if (keeper.HasExited)
                throw new LocalHostException($"clamd ended with exit code {keeper.ExitCode} while it started.");
            try
            {
                await scanner.Check(limit.Token);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(50, limit.Token);
            }
        }
    }

    private static async Task<string> Configure(string directory, string signatures, int port, int maxMegabytes, CancellationToken cancel)
    {
        Directory.CreateDirectory(directory);
        var file = Path.Combine(directory, "clamd.conf");
        // AlertExceedsMax: otherwise clamd reports files as clean that it did not scan.
        await File.WriteAllTextAsync(file, $"""
            Foreground yes
            TCPAddr 127.0.0.1
            TCPSocket {port}
            DatabaseDirectory {signatures}
            TemporaryDirectory {directory}
            AlertExceedsMax yes
            StreamMaxLength {maxMegabytes}M
            MaxFileSize {maxMegabytes}M
            MaxScanSize {maxMegabytes}M

            """, cancel);
        return file;
    }

    private static Process Spawn(string program, string configuration)
    {
        var start = new ProcessStartInfo("sh", ["-c", Keeper, "sh", program, "--config-file=" + configuration])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new LocalHostException("clamd could not be started.", e);
        }
        // Read, so that a full pipe does not block it.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (!string.IsNullOrWhiteSpace(line.Data))
                Console.Error.WriteLine("clamd: " + line.Data);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
