using Shouldly;

namespace FluidCloud.Tests.Infra;

/// <summary>infra/ keeps every rule, and every rule finds the file that breaks it.</summary>
public sealed class BicepTests(BicepRules rules) : IClassFixture<BicepRules>
{
    private const string Account = """
        resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
          name: 'x'
          tags: {}
          properties: {
            allowSharedKeyAccess: false
          }
        }
        """;

    [Fact]
    public async Task The_deployment_keeps_every_rule()
    {
        _ = rules;
        Directory.EnumerateFiles(BicepRules.Deployment, "*.bicep*", SearchOption.AllDirectories).Count().ShouldBeGreaterThan(10);
        (await BicepRules.Check(BicepRules.Deployment)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("syntax", "resource x 'Microsoft.Storage/storageAccounts@2023-05-01' = {")]
    [InlineData("syntax", "output x string = = 'y'")]
    [InlineData("secret-output", "@description('A key.')\n@secure()\nparam signing string\noutput x string = 'a-${signing}'")]
    [InlineData("secret-output", "@description('A key.')\n@secure()\nparam signing string\nvar copy = [signing]\noutput x string = copy[0]")]
    [InlineData("secret-output", Account + "\noutput x string = account.listKeys().keys[0].value")]
    [InlineData("secret-output", "resource insights 'Microsoft.Insights/components@2020-02-02' existing = {\n  name: 'x'\n}\noutput x string = insights.properties.ConnectionString")]
    [InlineData("shared-key", "resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {\n  name: 'x'\n  tags: {}\n}")]
    [InlineData("shared-key", "resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {\n  name: 'x'\n  tags: {}\n  properties: {\n    allowSharedKeyAccess: true\n  }\n}")]
    [InlineData("shared-key", "resource account 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' = [for name in ['x']: {\n  name: name\n  tags: {}\n  properties: {}\n}]")]
    [InlineData("shared-key", Account + "\nvar key = account.listKeys().keys[0].value")]
    [InlineData("shared-key", "var connection = 'DefaultEndpointsProtocol=https;AccountName=x;AccountKey=y'")]
    [InlineData("untagged", "resource vault 'Microsoft.Network/virtualNetworks@2024-05-01' = if (true) {\n  name: 'x'\n}")]
    [InlineData("untagged", "resource profile 'Microsoft.Cdn/profiles@2024-02-01' = {\n  name: 'x'\n  tags: {}\n  resource endpoint 'afdEndpoints' = {\n    name: 'y'\n  }\n}")]
    [InlineData("undescribed", "param name string = 'x'\noutput x string = name")]
    [InlineData("undescribed", "@minLength(3)\nparam name string = 'x'\noutput x string = name")]
    [InlineData("undeclared", "output x string = nme")]
    [InlineData("undeclared", "@description('Not read.')\nparam name string = 'x'")]
    [InlineData("undeclared", "var names = loadJsonContent('absent.json')")]
    public async Task A_file_that_breaks_a_rule_is_found(string rule, string text) =>
        (await Check(("main.bicep", "module bad 'modules/bad.bicep' = {\n  name: 'bad'\n  params: {\n  }\n}"), ("modules/bad.bicep", text)))
            .Where(finding => finding.Rule != "module").Select(finding => finding.Rule).Distinct().ShouldContain(rule);

    [Fact]
    public async Task A_module_that_main_does_not_lead_to_is_found() =>
        (await Check(("main.bicep", ""), ("modules/forgotten.bicep", "")))
            .ShouldHaveSingleItem().ShouldBe(new("modules/forgotten.bicep", 1, "unreferenced", "main.bicep does not lead here"));

    [Fact]
    public async Task A_resource_in_main_is_found() =>
        (await Check(("main.bicep", Account))).ShouldHaveSingleItem().Rule.ShouldBe("inline");

    [Fact]
    public async Task What_a_module_does_not_take_needs_or_give_is_found()
    {
        var findings = await Check(
            ("main.bicep", """
                module one 'modules/one.bicep' = {
                  name: 'one'
                  params: {
                    nmae: 'x'
                  }
                }
                module two 'modules/two.bicep' = {
                  name: 'two'
                }
                output x string = one.outputs.absent
                """),
            ("modules/one.bicep", "@description('x')\nparam name string\n@description('y')\nparam size int = 3\noutput present string = '${name}${size}'"));

        findings.ShouldAllBe(finding => finding.Rule == "module");
        findings.Select(finding => finding.Message).ShouldBe(
            ["modules/one.bicep takes no nmae", "modules/one.bicep needs name", "one has no output absent", "modules/two.bicep is not there"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_parameters_file_that_does_not_fit_its_template_is_found()
    {
        var findings = await Check(
            ("main.bicep", "@description('x')\nparam name string\noutput x string = name"),
            ("dev.bicepparam", "using 'main.bicep'\n\nparam nmae = readEnvironmentVariable('NAME', 'x')"));

        findings.Select(finding => finding.Message).ShouldBe(["main.bicep takes no nmae", "main.bicep needs name"]);
    }

    private static async Task<IReadOnlyList<BicepFinding>> Check(params (string Path, string Text)[] files)
    {
        var folder = Directory.CreateTempSubdirectory("fluidcloud-bicep-");
        try
        {
            foreach (var (path, text) in files)
            {
                var file = Path.Combine(folder.FullName, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
            }
            return await BicepRules.Check(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
