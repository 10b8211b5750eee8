using System.Diagnostics;
using System.Runtime.InteropServices;
using FluidCloud.Core.Previews;

namespace FluidCloud.Adapters.Vips;

/// <summary>
/// A program that reads bytes which nobody vouches for: started without a shell, with an environment that holds nothing of
/// ours, and, where the system has <c>prlimit</c> and <c>setsid</c> (util-linux), with limits of memory, processor time and
/// file size, and in a process group of its own, which ends with it.
/// </summary>
internal sealed class ChildProcess
{
    private const int LongestOutput = 64 * 1024;

    private readonly string program;
    private readonly IReadOnlyList<string> arguments;

    private ChildProcess(string program, IReadOnlyList<string> arguments) => (this.program, this.arguments) = (program, arguments);

    /// <param name="path">The folders to look in, as <c>PATH</c> has them.</param>
    /// <returns>null when it is not there.</returns>
    public static ChildProcess? Find(string name, string path, PreviewLimits limits)
    {
        if (On(path, name) is not { } program)
            return null;
        return On(path, "setsid") is { } setsid && On(path, "prlimit") is { } prlimit
            ? new(setsid, [prlimit, $"--as={limits.MaxMemory}", $"--fsize={limits.MaxMemory}", $"--cpu={(long)limits.TimeLimit.TotalSeconds + 1}", "--core=0", program])
            : new(program, []);
    }

    /// <returns>What it printed.</returns>
    /// <exception cref="NoPreviewException">It failed, or ran into a limit.</exception>
    public async Task<string> Run(
        IReadOnlyList<string> more, DirectoryInfo folder, IReadOnlyDictionary<string, string> environment, CancellationToken cancel)
    {
        using var process = Start(more, folder, environment);
        try
        {
            process.StandardInput.Close();
            var (output, errors) = (ReadBeginning(process.StandardOutput, cancel), ReadBeginning(process.StandardError, cancel));
            await Task.WhenAll(output, errors, WaitForEnd(process, cancel));
            return process.ExitCode == 0
                ? await output
                : throw new NoPreviewException("the image can't be read, or takes too much to read", new IOException($"exit code {process.ExitCode}: {Shorten(await errors)}"));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
            EndGroup(process);
        }
    }

    /// <summary>What it has started must not outlive it: it would hold the pipes open too.</summary>
    private static async Task WaitForEnd(Process process, CancellationToken cancel)
    {
        await process.WaitForExitAsync(cancel);
        EndGroup(process);
    }

    private static void EndGroup(Process process)
    {
        const int Sigkill = 9;
        if (OperatingSystem.IsLinux())
            _ = Kill(-process.Id, Sigkill); // It fails when nobody is left.
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int pid, int signal);

    private Process Start(IReadOnlyList<string> more, DirectoryInfo folder, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, [.. arguments, .. more])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["HOME"] = start.Environment["TMPDIR"] = folder.FullName;
        start.Environment["VIPS_CONCURRENCY"] = "1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Reads everything, or a full pipe would stop it, and keeps what is looked at.</summary>
    private static async Task<string> ReadBeginning(StreamReader reader, CancellationToken cancel)
    {
        var buffer = new char[LongestOutput];
        var length = await reader.ReadBlockAsync(buffer, cancel);
        await reader.BaseStream.CopyToAsync(Stream.Null, cancel);
        return new(buffer, 0, length);
    }

    private static string Shorten(string text) => text.Length <= 1000 ? text : text[..1000];

    private static string? On(string path, string name) =>
        path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
