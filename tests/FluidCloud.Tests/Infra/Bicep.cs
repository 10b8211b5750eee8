using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Infra;

/// <summary>The Bicep compiler, which ./test fetches: infra/check/Bicep.csproj names the package.</summary>
internal static class Bicep
{
    private const string Compiler = "FLUIDCLOUD_BICEP";

    /// <summary>The deployment itself.</summary>
    public static string Deployment { get; } = Path.Combine(RepositoryRoot.Path, "infra");

    /// <summary>The environments that there are, by their parameter files.</summary>
    public static TheoryData<string> Environments => ["dev", "small", "prod"];

    private static readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<JsonNode>>>> Predicted = new();

    /// <returns>Its exit code, what it wrote, and its errors and warnings.</returns>
    public static async Task<(int ExitCode, string Output, string Diagnostics)> Run(string folder, params string[] arguments)
    {
        var compiler = Environment.GetEnvironmentVariable(Compiler);
        Assert.SkipUnless(compiler is { Length: > 0 }, $"{Compiler} names no Bicep compiler.");
        var start = new ProcessStartInfo(compiler, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // A machine may lack the libraries of languages, which nothing here needs.
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        // prod.bicepparam asks for them without a default.
        start.Environment["FLUIDCLOUD_ALERT_EMAILS"] = "operator@example.com";
        using var process = Process.Start(start)!;
        var diagnostics = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await diagnostics);
    }

    /// <summary>What an environment is made of. Predicted once: the compiler takes seconds to start.</summary>
    public static Task<IReadOnlyList<JsonNode>> Predict(string environment) =>
        Predicted.GetOrAdd(environment, name => new(() => Predict(Deployment, $"{name}.bicepparam"))).Value;

    /// <summary>What a deployment with this parameters file would make: every module followed, every expression evaluated that can be.</summary>
    public static async Task<IReadOnlyList<JsonNode>> Predict(string folder, string parameters)
    {
        using var copy = new TemporaryCopy(folder);
        var (exitCode, _, diagnostics) = await Snapshot(copy.Path, parameters);
        exitCode.ShouldBe(0, diagnostics);
        var snapshot = Path.Combine(copy.Path, Path.ChangeExtension(parameters, ".snapshot.json"));
        var predicted = JsonNode.Parse(await File.ReadAllTextAsync(snapshot, TestContext.Current.CancellationToken))!;
        return [.. predicted["predictedResources"]!.AsArray().Select(resource => resource!)];
    }

    /// <summary>Writes the prediction beside the parameters file.</summary>
    public static Task<(int ExitCode, string Output, string Diagnostics)> Snapshot(string folder, string parameters) => Run(
        folder, "snapshot", parameters, "--mode", "overwrite", "--location", "westeurope",
        "--subscription-id", Guid.Empty.ToString());
}

/// <summary>The compiler writes beside what it reads, so it reads a copy.</summary>
internal sealed class TemporaryCopy : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fluidcloud-bicep-");

    public TemporaryCopy(string source)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public string Path => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
