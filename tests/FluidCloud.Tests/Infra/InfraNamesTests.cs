using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using FluidCloud.Adapters.Azure;
using FluidCloud.Adapters.Cosmos;
using FluidCloud.Functions.Settings;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Infra;

/// <summary>What infra/ makes is what the code opens.</summary>
public sealed partial class InfraNamesTests(LocalApp app) : IClassFixture<LocalApp>
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static string Read(string path) => File.ReadAllText(Path.Combine(Bicep.Deployment, path));

    [Fact]
    public void The_metadata_container_is_the_one_that_the_code_describes()
    {
        var described = Describe().ToJsonString(Indented);
        (Read("cosmos-container.json").TrimEnd() == described).ShouldBeTrue($"infra/cosmos-container.json must be\n{described}\n");
    }

    [Fact]
    public async Task The_containers_and_queues_are_those_that_the_application_makes_for_itself()
    {
        var cancel = TestContext.Current.CancellationToken;
        var names = JsonNode.Parse(Read("storage.json"))!;
        var containers = await app.Services.GetRequiredService<BlobServiceClient>().GetBlobContainersAsync(cancellationToken: cancel)
            .Select(container => container.Name).ToListAsync(cancel);
        var queues = await app.Services.GetRequiredService<QueueServiceClient>().GetQueuesAsync(cancellationToken: cancel)
            .Select(queue => queue.Name).Where(queue => !queue.EndsWith("-poison", StringComparison.Ordinal)).ToListAsync(cancel);

        Texts(names["containers"]!).ShouldBe(containers, ignoreOrder: true);
        Texts(names["queues"]!).ShouldBe(queues, ignoreOrder: true);
    }

    /// <summary>In both places it is said in full: one is for a storage account, the other one for the emulator.</summary>
    [Fact]
    public async Task Pages_may_do_with_signed_URLs_what_they_may_on_a_developers_machine()
    {
        var cors = JsonNode.Parse(Read("storage.json"))!["cors"]!;
        var blobs = app.Services.GetRequiredService<BlobServiceClient>();
        await BrowserAccess.Set(blobs, ["https://app.example.com"], TestContext.Current.CancellationToken);

        var rule = (await blobs.GetPropertiesAsync(TestContext.Current.CancellationToken)).Value.Cors.ShouldHaveSingleItem();

        rule.AllowedMethods.ShouldBe(string.Join(',', Texts(cors["allowedMethods"]!)));
        rule.AllowedHeaders.ShouldBe(string.Join(',', Texts(cors["allowedHeaders"]!)));
        rule.ExposedHeaders.ShouldBe(string.Join(',', Texts(cors["exposedHeaders"]!)));
        rule.MaxAgeInSeconds.ShouldBe(cors["maxAgeInSeconds"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("infra/modules/functions.bicep")]
    [InlineData("local.settings.sample.json")]
    public void Every_setting_that_is_set_is_one_that_the_application_reads(string path)
    {
        var known = SettingsSections.All
            .SelectMany(section => ReadSettings.Properties(section.Type).Select(property => ReadSettings.NameOf(section, property)))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

        var set = Setting().Matches(Read("../" + path)).Select(match => Member().Replace(match.Value, "")).ToList();

        set.Count.ShouldBeGreaterThan(3);
        set.Where(name => !known.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void What_azd_is_told_of_is_there()
    {
        var azure = Read("../azure.yaml");
        string Value(string name) => Regex.Match(azure, $@"^\s*{name}: (\S+)", RegexOptions.Multiline).Groups[1].Value;

        File.Exists(Path.Combine(Bicep.Deployment, Value("module") + ".bicepparam")).ShouldBeTrue();
        Directory.EnumerateFiles(Path.Combine(Bicep.Deployment, "..", Value("project")), "*.csproj").ShouldHaveSingleItem();
        var hooks = Regex.Matches(azure, @"run: (\S+)").Select(hook => hook.Groups[1].Value).ToList();
        hooks.ShouldBe(["infra/dashboard.sh", "infra/dashboard.ps1", "infra/keys.sh", "infra/keys.ps1"]);
        hooks.ShouldAllBe(hook => File.Exists(Path.Combine(Bicep.Deployment, "..", hook)));
        Read("modules/functions.bicep").ShouldContain("'azd-service-name': 'api'");
        azure.ShouldContain("\n  api:\n");
    }

    /// <summary>As Azure's resource provider takes it: the shape of the service, without what the SDK adds on its own.</summary>
    private static JsonNode Describe()
    {
        var described = JsonNode.Parse(Newtonsoft.Json.JsonConvert.SerializeObject(CosmosContainer.Describe(AzureStores.Container)))!;
        var indexing = described["indexingPolicy"]!.AsObject();
        indexing["indexingMode"] = "consistent";
        foreach (var kind in new[] { "spatialIndexes", "vectorIndexes", "fullTextIndexes" })
            indexing.Remove(kind);
        foreach (var path in indexing["includedPaths"]!.AsArray())
            path!.AsObject().Remove("indexes");
        return described;
    }

    private static IEnumerable<string> Texts(JsonNode list) => list.AsArray().Select(text => text!.GetValue<string>());

    [GeneratedRegex(@"\bFluidCloud\w+(?='?""?:)")]
    private static partial Regex Setting();

    /// <summary>Of a list.</summary>
    [GeneratedRegex(@"__\d+$")]
    private static partial Regex Member();
}
