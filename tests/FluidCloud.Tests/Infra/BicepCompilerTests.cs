using Shouldly;

namespace FluidCloud.Tests.Infra;

/// <summary>Types, API versions and every rule of the linter (infra/bicepconfig.json), and what the parameters refuse.</summary>
public sealed class BicepCompilerTests
{
    [Theory]
    [InlineData("build", "main.bicep")]
    [InlineData("build-params", "dev.bicepparam")]
    [InlineData("build-params", "small.bicepparam")]
    [InlineData("build-params", "prod.bicepparam")]
    public async Task The_deployment_compiles_without_a_warning(string command, string file)
    {
        var (exitCode, output, diagnostics) = await Bicep.Run(Bicep.Deployment, command, file, "--stdout");

        diagnostics.ShouldBeEmpty();
        exitCode.ShouldBe(0);
        output.Length.ShouldBeGreaterThan(100);
    }

    /// <remarks>A version becomes old with time: that fails here, and not for who deploys.</remarks>
    [Theory]
    [InlineData("Error no-unused-params", "param unread string = 'x'")]
    [InlineData("Error use-user-defined-types", "param names array\noutput x string = join(names, ',')")]
    [InlineData("Warning use-recent-api-versions", "resource plan 'Microsoft.Web/serverfarms@2016-09-01' existing = {\n  name: 'x'\n}\noutput x string = plan.id")]
    [InlineData("Error no-module-name", "module group 'modules/identity.bicep' = {\n  name: 'x'\n  params: {\n    name: 'x'\n    location: 'x'\n    tags: {}\n  }\n}")]
    public async Task What_the_linter_finds_is_said(string finding, string text)
    {
        using var copy = new TemporaryCopy(Bicep.Deployment);
        await File.WriteAllTextAsync(Path.Combine(copy.Path, "bad.bicep"), text, TestContext.Current.CancellationToken);

        var (_, _, diagnostics) = await Bicep.Run(copy.Path, "build", "bad.bicep", "--stdout");

        diagnostics.ShouldContain($"{finding}:");
    }

    [Theory]
    [InlineData("prod", "param scanner = 'defender'", "param scanner = 'builtin'", "finds no malware")]
    [InlineData("prod", "param scanner = 'defender'", "param scanner = 'clamav'\nparam clamAvImage = 'clamav/clamav:1.5'", "with its digest")]
    [InlineData("small", "param metadataCapacity = 'serverless'", "param metadataCapacity = 'serverless'\nparam metadataSecondRegion = 'northeurope'", "has one region")]
    public async Task What_would_be_wrong_is_refused_before_anything_is_deployed(string environment, string line, string instead, string reason)
    {
        using var copy = new TemporaryCopy(Bicep.Deployment);
        var parameters = Path.Combine(copy.Path, $"{environment}.bicepparam");
        var text = await File.ReadAllTextAsync(parameters, TestContext.Current.CancellationToken);
        text.ShouldContain(line);
        await File.WriteAllTextAsync(parameters, text.Replace(line, instead), TestContext.Current.CancellationToken);

        var (exitCode, _, diagnostics) = await Bicep.Snapshot(copy.Path, parameters);

        exitCode.ShouldNotBe(0);
        diagnostics.ShouldContain(reason);
    }
}
