using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shouldly;

namespace FluidCloud.Tests.Infra;

/// <summary>How the Bicep files are written, read from the template that they compile to.</summary>
public sealed partial class TemplateTests
{
    [Fact]
    public async Task The_deployment_is_well_written()
    {
        (await Findings(Bicep.Deployment)).ShouldBeEmpty();

        var main = await File.ReadAllTextAsync(Path.Combine(Bicep.Deployment, "main.bicep"), TestContext.Current.CancellationToken);
        var modules = Directory.EnumerateFiles(Path.Combine(Bicep.Deployment, "modules")).Select(file => Path.GetFileName(file)!);
        // erasure-policy.bicep leads there.
        modules.Except(["policy-assignment.bicep"]).Where(module => !main.Contains($"'modules/{module}'")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("x has no description", "param x string = 'x'\noutput y string = x")]
    [InlineData("y tells a secret", "resource component 'Microsoft.Insights/components@2020-02-02' existing = {\n  name: 'x'\n}\noutput y string = component.properties.ConnectionString")]
    [InlineData("y tells a secret", "@secure()\n@description('A key.')\nparam x string\noutput y string = 'a-${x}'")]
    [InlineData("Microsoft.Web/serverfarms belongs in a module", "resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {\n  name: 'x'\n  location: 'x'\n}")]
    public async Task A_file_that_is_not_is_found(string finding, string text)
    {
        using var copy = new TemporaryCopy(Bicep.Deployment);
        File.Delete(Path.Combine(copy.Path, "bicepconfig.json"));
        await File.WriteAllTextAsync(Path.Combine(copy.Path, "main.bicep"), text, TestContext.Current.CancellationToken);

        (await Findings(copy.Path)).ShouldContain(finding);
    }

    private static async Task<IReadOnlyList<string>> Findings(string folder)
    {
        var (exitCode, output, diagnostics) = await Bicep.Run(folder, "build", "main.bicep", "--stdout");
        exitCode.ShouldBe(0, diagnostics);
        var main = JsonNode.Parse(output)!;
        return [.. Inline(main), .. Templates(main).SelectMany(template => Undescribed(template).Concat(SecretOutputs(template)))];
    }

    /// <summary>main.bicep is a list of modules, and of the group that they are in.</summary>
    private static IEnumerable<string> Inline(JsonNode main) => Resources(main).Select(resource => $"{resource["type"]}")
        .Where(type => type is not ("Microsoft.Resources/deployments" or "Microsoft.Resources/resourceGroups")).Select(type => $"{type} belongs in a module");

    private static IEnumerable<string> Undescribed(JsonNode template) => Members(template, "parameters")
        .Where(parameter => parameter.Value!["metadata"]?["description"] is null).Select(parameter => $"{parameter.Key} has no description");

    /// <summary>Outputs stay readable in the deployment's history.</summary>
    private static IEnumerable<string> SecretOutputs(JsonNode template)
    {
        var secrets = Members(template, "parameters").Where(parameter => $"{parameter.Value!["type"]}".StartsWith("secure", StringComparison.Ordinal)).Select(parameter => parameter.Key).ToList();
        return Members(template, "outputs").Where(output => $"{output.Value!["value"]}" is var value
            && (Secret().IsMatch(value) || secrets.Any(name => value.Contains($"parameters('{name}')")))).Select(output => $"{output.Key} tells a secret");
    }

    private static IEnumerable<JsonNode> Templates(JsonNode template) =>
        [template, .. Resources(template).Where(resource => $"{resource["type"]}" == "Microsoft.Resources/deployments").SelectMany(module => Templates(module["properties"]!["template"]!))];

    /// <summary>A list, or by symbolic names, of which those that exist already are no part of the deployment.</summary>
    private static IEnumerable<JsonNode> Resources(JsonNode template) =>
        (template["resources"] as JsonArray ?? [.. Members(template, "resources").Select(resource => resource.Value!.DeepClone())])
        .Select(resource => resource!).Where(resource => resource["existing"] is null);

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Members(JsonNode template, string name) => template[name] as JsonObject ?? [];

    [GeneratedRegex(@"\blist\w*\(|ConnectionString|InstrumentationKey|primaryKey", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
