using System.Diagnostics;
using Shouldly;

namespace FluidCloud.Tests.Hosting;

/// <summary>The scripts of <c>Clients/</c>: what clients of other products' APIs do, in their own language.</summary>
public static class NodeScript
{
    private static readonly string Folder = Path.Combine(
        RepositoryRoot.Path,
        "tests", "FluidCloud.Tests", "Clients");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <returns>What it wrote, in lines.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(string script, LocalApp app, string key, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(Folder, script), app.BaseAddress.ToString().TrimEnd('/'), key, .. arguments])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
        await process.WaitForExitAsync(Cancel);
        process.ExitCode.ShouldBe(0, await errors);
        return [.. (await output + await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
