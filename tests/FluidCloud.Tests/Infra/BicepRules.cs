using System.Diagnostics;
using System.Text.Json;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Infra;

/// <param name="Rule">Its name in infra/check/rules.mjs.</param>
public sealed record BicepFinding(string File, int Line, string Rule, string Message);

/// <summary>The rules of infra/check/rules.mjs, installed once: they read syntax trees, for which .NET has no grammar.</summary>
public sealed class BicepRules : IAsyncLifetime
{
    private static readonly string Root = RepositoryRoot.Path;

    private static readonly string Home = Path.Combine(Root, "infra", "check");

    /// <summary>The deployment itself.</summary>
    public static readonly string Deployment = Path.Combine(Root, "infra");

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Path.Combine(Home, "node_modules", ".package-lock.json")))
            await Run("npm", "ci", "--loglevel", "error");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static async Task<IReadOnlyList<BicepFinding>> Check(string folder) =>
        JsonSerializer.Deserialize<IReadOnlyList<BicepFinding>>(await Run("node", "rules.mjs", folder), JsonSerializerOptions.Web)!;

    private static async Task<string> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Home,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, await errors);
        return output;
    }
}
