using System.Diagnostics;

namespace FluidCloud.Tests.Hosting;

/// <summary>Runs Python as a reader of the documentation would; skips the test where there is none.</summary>
internal static class PythonScript
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static bool IsInstalled => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(directory => File.Exists(Path.Combine(directory, "python3")));

    /// <param name="text">The script itself.</param>
    /// <returns>What it wrote and, after a failure, the last line that it said about it.</returns>
    public static async Task<(bool Succeeded, string Said)> RunAsync(string text)
    {
        Assert.SkipUnless(IsInstalled, "python3 is not installed (apt-get install python3).");
        var start = new ProcessStartInfo("python3", ["-"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
        await process.StandardInput.WriteAsync(text.AsMemory(), Cancel);
        process.StandardInput.Close();
        await process.WaitForExitAsync(Cancel);
        return process.ExitCode == 0 ? (true, (await output).Trim()) : (false, (await errors).Trim().Split('\n')[^1]);
    }
}
