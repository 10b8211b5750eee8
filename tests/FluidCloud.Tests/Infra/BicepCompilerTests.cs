using System.Diagnostics;
using Shouldly;

namespace FluidCloud.Tests.Infra;

/// <summary>Types, API versions and the linter's rules, where the compiler is at hand: ./test fetches it.</summary>
public sealed class BicepCompilerTests
{
    private const string Compiler = "FLUIDCLOUD_BICEP";

    [Theory]
    [InlineData("build", "main.bicep")]
    [InlineData("build-params", "dev.bicepparam")]
    [InlineData("build-params", "prod.bicepparam")]
    public async Task The_deployment_compiles_without_a_warning(string command, string file)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Compiler) is { Length: > 0 }, $"{Compiler} names no Bicep compiler.");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable(Compiler)!, [command, file, "--stdout"])
        {
            WorkingDirectory = BicepRules.Deployment,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A machine may lack the libraries of languages, which nothing here needs.
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1";
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var compiled = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        (await said).ShouldBeEmpty();
        process.ExitCode.ShouldBe(0);
        compiled.Length.ShouldBeGreaterThan(100);
    }
}
