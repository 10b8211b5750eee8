using System.Text.Json.Nodes;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Infra;

/// <summary>Every environment keeps every rule, and every rule finds the file that breaks it.</summary>
public sealed class InfraRulesTests(BadDeployment bad) : IClassFixture<BadDeployment>
{
    private const string Switches = """
        param scanner = 'clamav'
        param clamAvImage = 'clamav/clamav@sha256:0000000000000000000000000000000000000000000000000000000000000000'
        param metadataSecondRegion = 'northeurope'
        param metadataAccount = 'cosmos-restored'
        param geoRedundant = true
        param computeZoneRedundant = true
        param updateStrategy = 'RollingUpdate'
        param corsOrigins = ['https://app.example.com']
        param recoverVault = true
        param appSettings = { FluidCloudUploads__maxBytes: '5000000000' }
        param tags = { team: 'files' }
        """;

    public static TheoryData<string> BadFiles => [.. BadDeployment.Files.Select(file => Path.GetFileNameWithoutExtension(file)!)];

    [Theory]
    [MemberData(nameof(Bicep.Environments), MemberType = typeof(Bicep))]
    public async Task An_environment_keeps_every_rule(string environment)
    {
        var resources = await Bicep.Predict(environment);

        resources.Count.ShouldBeGreaterThan(40);
        Findings(resources).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_switch_turned_on_keeps_every_rule()
    {
        using var copy = new TemporaryCopy(Bicep.Deployment);
        var parameters = Path.Combine(copy.Path, "prod.bicepparam");
        var text = await File.ReadAllTextAsync(parameters, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(parameters, text.Replace("param scanner = 'defender'", Switches), TestContext.Current.CancellationToken);

        var resources = await Bicep.Predict(copy.Path, "prod.bicepparam");

        Findings(resources).ShouldBeEmpty();
        resources.Count(resource => $"{resource["type"]}" == "Microsoft.App/containerApps").ShouldBe(1);
        var settings = resources.Single(resource => $"{resource["type"]}" == "Microsoft.Web/sites/config")["properties"]!.AsObject();
        settings["FluidCloudClamAv__host"].ShouldNotBeNull();
        settings["FluidCloudScanner__acceptBuiltin"].ShouldBeNull();
        $"{settings["FluidCloudCors__origins"]}".ShouldBe("https://app.example.com");
        var rule = resources.Where(resource => $"{resource["type"]}" == "Microsoft.Storage/storageAccounts/blobServices")
            .SelectMany(resource => resource["properties"]?["cors"]?["corsRules"]?.AsArray() ?? []).ShouldHaveSingleItem()!;
        $"{rule["allowedOrigins"]!.AsArray().Single()}".ShouldBe("https://app.example.com");
        rule["allowedMethods"]!.AsArray().Select(method => $"{method}").ShouldContain("PUT");
        // The platform would answer browsers in the application's place.
        resources.Single(resource => $"{resource["type"]}" == "Microsoft.Web/sites")["properties"]!["siteConfig"]!["cors"].ShouldBeNull();
    }

    /// <remarks>Every resource of the file breaks it, by its own name: rule, number.</remarks>
    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_file_that_breaks_a_rule_is_found(string rule)
    {
        var resources = await bad.Resources();
        var findings = Findings(resources);

        var own = resources.Select(resource => $"{resource["name"]}").Where(name => name.Split('/').Any(part => part.StartsWith(rule, StringComparison.Ordinal))).ToList();
        own.ShouldNotBeEmpty();
        own.ShouldAllBe(name => findings.Contains($"{rule}: {name}"));
    }

    [Fact]
    public void Every_rule_has_a_file_that_breaks_it() =>
        InfraRule.All.Select(rule => rule.Name).Distinct().ShouldBe(BadFiles.Select(row => row.Data), ignoreOrder: true);

    [Theory]
    [InlineData("dev", "Microsoft.Authorization/locks", 0)]
    [InlineData("dev", "Microsoft.Cdn/profiles", 0)]
    [InlineData("dev", "Microsoft.Insights/diagnosticSettings", 4)]
    [InlineData("small", "Microsoft.Authorization/locks", 3)]
    [InlineData("small", "Microsoft.Cdn/profiles/securityPolicies", 1)]
    [InlineData("small", "Microsoft.Security/defenderForStorageSettings", 1)]
    [InlineData("small", "Microsoft.Insights/webtests", 1)]
    [InlineData("small", "Microsoft.Storage/storageAccounts/managementPolicies", 1)]
    [InlineData("prod", "Microsoft.Authorization/locks", 3)]
    [InlineData("prod", "Microsoft.Authorization/policyAssignments", 1)]
    [InlineData("prod", "Microsoft.Cdn/profiles/securityPolicies", 1)]
    [InlineData("prod", "Microsoft.Security/defenderForStorageSettings", 1)]
    [InlineData("prod", "Microsoft.Network/privateEndpoints", 5)]
    [InlineData("prod", "Microsoft.Insights/diagnosticSettings", 5)]
    [InlineData("prod", "Microsoft.Insights/webtests", 1)]
    [InlineData("prod", "Microsoft.Storage/storageAccounts/managementPolicies", 1)]
    public async Task An_environment_has_what_it_promises(string environment, string type, int count) =>
        (await Bicep.Predict(environment)).Count(resource => $"{resource["type"]}" == type).ShouldBe(count);

    private static List<string> Findings(IReadOnlyList<JsonNode> resources) =>
        [.. from rule in InfraRule.All from resource in resources where rule.Breaks(resource, resources) select $"{rule.Name}: {resource["name"]}"];
}

/// <summary>The files of Infra/Bad, as modules of one deployment: the compiler takes seconds to start.</summary>
public sealed class BadDeployment
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "tests", "FluidCloud.Tests", "Infra", "Bad");

    private Task<IReadOnlyList<JsonNode>>? resources;

    public static IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "*.bicep").Select(file => Path.GetFileName(file)!).Order();

    public Task<IReadOnlyList<JsonNode>> Resources() => resources ??= Predict();

    private static async Task<IReadOnlyList<JsonNode>> Predict()
    {
        using var copy = new TemporaryCopy(Folder);
        var main = "targetScope = 'subscription'\nresource group 'Microsoft.Resources/resourceGroups@2025-04-01' existing = {\n  name: 'x'\n}\n"
            + string.Join('\n', Files.Select((file, index) => $"module m{index} '{file}' = {{\n  scope: group\n}}"));
        await File.WriteAllTextAsync(Path.Combine(copy.Path, "main.bicep"), main, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(copy.Path, "main.bicepparam"), "using 'main.bicep'\n", TestContext.Current.CancellationToken);
        return await Bicep.Predict(copy.Path, "main.bicepparam");
    }
}
