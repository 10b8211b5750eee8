using System.ComponentModel;
using System.Diagnostics;
using Shouldly;

namespace FluidCloud.Tests.Hosting;

/// <summary>The programs of <c>tests/openapi</c>, from npm: two linters, a generator of types, and a compiler. Skips the test where they can't be installed.</summary>
public sealed class OpenApiTools
{
    private static readonly string Home = Path.Combine(RepositoryRoot.Path, "tests", "openapi");

    private readonly SemaphoreSlim turn = new(1);
    private string? problem;
    private bool isInstalled;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A new folder from which the packages are found. It is deleted with its content by the caller.</summary>
    public async Task<string> NewFolderAsync()
    {
        await InstallAsync();
        return Directory.CreateDirectory(Path.Combine(Home, "obj", Guid.NewGuid().ToString())).FullName;
    }

    /// <param name="program">Of a package.</param>
    /// <param name="arguments">A name that begins with <c>./</c> is a file of <c>tests/openapi</c>.</param>
    public static Task<(int Code, string Said)> RunAsync(string folder, string program, params IEnumerable<string> arguments) => StartAsync(
        folder, "node", [Path.Combine(Home, "node_modules", ".bin", program), .. arguments.Select(name => name.StartsWith("./", StringComparison.Ordinal) ? Path.Combine(Home, name[2..]) : name)]);

    /// <summary>Compiles <c>client.ts</c> with the types in the folder, and runs it.</summary>
    public static async Task<string> RunClientAsync(string folder, LocalApp app, string key)
    {
        foreach (var name in new[] { "client.ts", "tsconfig.json", "package.json" })
            File.Copy(Path.Combine(Home, name), Path.Combine(folder, name));
        await SucceedAsync(RunAsync(folder, "tsc", "-p", folder));
        return await SucceedAsync(StartAsync(folder, "node", [Path.Combine(folder, "client.js"), app.BaseAddress.ToString().TrimEnd('/'), key]));
    }

    /// <returns>What it said.</returns>
    public static async Task<string> SucceedAsync(Task<(int Code, string Said)> run)
    {
        var (code, said) = await run;
        code.ShouldBe(0, said);
        return said;
    }

    /// <summary>Once, and not again where it failed.</summary>
    private async Task InstallAsync()
    {
        await turn.WaitAsync(Cancel);
        try
        {
            if (!isInstalled && problem is null)
            {
                // Without their own scripts: none of them is needed.
                var (code, said) = File.Exists(Path.Combine(Home, "node_modules", ".package-lock.json"))
                    ? (0, "")
                    : await StartAsync(Home, "npm", ["ci", "--ignore-scripts", "--loglevel", "error"]);
                (isInstalled, problem) = (code == 0, code == 0 ? null : said.Trim().Split('\n')[0]);
            }
        }
        catch (Win32Exception e)
        {
            problem = e.Message;
        }
        finally
        {
            turn.Release();
        }
        Assert.SkipUnless(isInstalled, $"npm can't install the linters and the generator of tests/openapi ({problem}).");
    }

    private static async Task<(int Code, string Said)> StartAsync(string folder, string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["REDOCLY_TELEMETRY"] = "off";
        start.Environment["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, await output + await errors);
    }
}
