using FluidCloud.Adapters.Azure;
using FluidCloud.Adapters.Cosmos;
using FluidCloud.Core.Access;
using FluidCloud.Core.Imports;
using FluidCloud.Core.Uploads;
using FluidCloud.Functions.Settings;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Rules;

/// <summary>Settings come from the configuration, and what is wrong with them is told all at once.</summary>
public sealed class SettingsTests
{
    private const string Storage = "FluidCloudStorage";
    private const string Emulator = "UseDevelopmentStorage=true";

    private static ServiceProvider Read(IReadOnlyList<SettingsSection> sections, params (string Name, string Value)[] environment) =>
        new ServiceCollection().AddSettings(Configuration(environment), sections).BuildServiceProvider();

    private static IReadOnlyList<string> Problems(IReadOnlyList<SettingsSection> sections, params (string Name, string Value)[] environment) =>
        Should.Throw<SettingsException>(() => Read(sections, environment)).Problems;

    private static IConfigurationRoot Configuration((string Name, string Value)[] environment) => new ConfigurationBuilder()
        .AddInMemoryCollection(environment.Select(setting =>
            KeyValuePair.Create(setting.Name.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)))
        .Build();

    private static readonly (string Name, string Value) SigningKey = ("FluidCloudShares__signingKeys__0", Convert.ToBase64String(new byte[32]));
    private static readonly (string Name, string Value) LogOrigin = ("FluidCloudErasureLog__origin", TestLog.Origin);
    private static readonly (string Name, string Value) LogKey = ("FluidCloudErasureLog__signingKey", TestLog.Settings.SigningKey!);

    [Fact]
    public void A_signing_key_that_is_too_short_or_no_base64_is_told()
    {
        foreach (var key in new[] { Convert.ToBase64String(new byte[31]), "s3cret" })
        {
            Problems(SettingsSections.Deployment,
                (Storage, Emulator), ("FluidCloudCosmos__endpoint", "https://fluidcloud.documents.azure.com"), SigningKey, LogOrigin, LogKey, ("FluidCloudShares__signingKeys__1", key))
                .ShouldBe(["FluidCloudShares: signingKeys must hold at least one key, each the base64 of 32 random bytes or more"]);
        }
    }

    [Fact]
    public void An_invalid_key_of_the_erasure_log_is_named_and_not_shown()
    {
        foreach (var (origin, key, previous, problem) in new[]
        {
            (TestLog.Origin, "c2VjcmV0", "", "FluidCloudErasureLog: signingKey must be the base64 of 32 random bytes"),
            ("log test", LogKey.Value, "", "FluidCloudErasureLog: origin must be without spaces and plus signs"),
            (TestLog.Origin, LogKey.Value, "no key", "FluidCloudErasureLog: previousKey is not a verifier key: A verifier key has three parts: a name, an id and a key, joined by +."),
        })
        {
            Problems(SettingsSections.Deployment,
                (Storage, Emulator), ("FluidCloudSqlite__path", "a"), SigningKey, ("FluidCloudErasureLog__origin", origin),
                ("FluidCloudErasureLog__signingKey", key), ("FluidCloudErasureLog__previousKey", previous)).ShouldBe([problem]);
        }
    }

    [Fact]
    public void A_feature_without_settings_has_its_defaults()
    {
        using var services = Read(SettingsSections.Features);
        services.GetRequiredService<UploadLimits>().ShouldBe(new UploadLimits());
        services.GetRequiredService<RateLimits>().ShouldBe(new RateLimits());
    }

    [Fact]
    public void Settings_of_every_kind_are_read()
    {
        using var services = Read(SettingsSections.All,
            ("FluidCloudUploads__maxBytes", "5000"), ("FLUIDCLOUDUPLOADS__MULTIPARTFROM", "70"), ("FluidCloudUploads__smallestPart", ""),
            ("FluidCloudImports__timeLimit", "00:00:30"), ("FluidCloudImports__ports__0", "8080"), ("FluidCloudImports__ports__1", "8443"),
            (Storage, Emulator), ("FluidCloudCosmos__endpoint", "https://fluidcloud.documents.azure.com"), ("FluidCloudCosmos__gateway", "true"),
            SigningKey, LogOrigin, LogKey);

        services.GetRequiredService<UploadLimits>().ShouldBe(new() { MaxBytes = 5000, MultipartFrom = 70 });
        var imports = services.GetRequiredService<ImportLimits>();
        imports.TimeLimit.ShouldBe(TimeSpan.FromSeconds(30));
        imports.Ports.ShouldBe([8080, 8443], ignoreOrder: true);
        services.GetRequiredService<StorageSettings>().ConnectionString.ShouldBe(Emulator);
        services.GetRequiredService<CosmosSettings>().Gateway.ShouldBeTrue();
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once_by_the_names_of_the_environment()
    {
        var problems = Problems(SettingsSections.All,
            ("FluidCloudUploads__maxBytes", "plenty"), ("FluidCloudRateLimits__requests", "0"), ("FluidCloudImports__timeLimit", "soon"),
            ("FluidCloudImports__ports__0", "http"), ("FluidCloudCosmos__endpoint", "fluidcloud"), ("FluidCloudCosmos__gateway", "perhaps"));

        problems.ShouldBe(
        [
            "The field FluidCloudRateLimits__requests must be between 1 and 2147483647",
            "FluidCloudUploads__maxBytes must be a whole number",
            "FluidCloudImports__timeLimit must be a time span, as in 00:04:30",
            "FluidCloudImports__ports must be a list: FluidCloudImports__ports__0, FluidCloudImports__ports__1 and so on",
            "FluidCloudStorage: a connection string, or both blobServiceUri and queueServiceUri, must be set",
            "FluidCloudCosmos__endpoint must be an absolute URL",
            "FluidCloudCosmos__gateway must be true or false",
            "FluidCloudShares: signingKeys must hold at least one key, each the base64 of 32 random bytes or more",
            "The FluidCloudErasureLog__origin field is required",
            "The FluidCloudErasureLog__signingKey field is required",
        ], ignoreOrder: true);
    }

    [Fact]
    public void The_metadata_is_in_exactly_one_store()
    {
        Problems(SettingsSections.All, (Storage, Emulator), SigningKey, LogOrigin, LogKey)
            .ShouldBe(["one of FluidCloudCosmos__endpoint and FluidCloudSqlite__path is required"]);
        Problems(SettingsSections.All, (Storage, Emulator), SigningKey, LogOrigin, LogKey, ("FluidCloudCosmos__endpoint", "https://a"), ("FluidCloudSqlite__path", "b"))
            .ShouldBe(["only one of FluidCloudCosmos__endpoint and FluidCloudSqlite__path can be set"]);
    }

    [Fact]
    public void A_list_is_not_one_text_and_a_number_is_not_a_list() =>
        Problems(SettingsSections.Features, ("FluidCloudImports__ports", "80,443"), ("FluidCloudUploads__maxBytes__0", "1")).ShouldBe(
        [
            "FluidCloudImports__ports must be a list: FluidCloudImports__ports__0, FluidCloudImports__ports__1 and so on",
            "FluidCloudUploads__maxBytes must be a whole number",
        ], ignoreOrder: true);

    [Fact]
    public void A_setting_that_nothing_reads_is_told() =>
        Problems(SettingsSections.Features,
            ("FluidCloudUploads__maxByte", "1"), ("FluidCloudUplods__maxBytes", "1"), ("FluidCloudUploads", "1"), ("FluidCloudStorage__key", "1")).ShouldBe(
        [
            "FluidCloudUploads__maxByte: there is no such setting",
            "FluidCloudUplods: there is no such setting",
            "FluidCloudUploads: there is no such setting",
            "FluidCloudStorage__key: there is no such setting",
        ], ignoreOrder: true);

    [Fact]
    public void What_only_Azure_needs_and_what_is_not_ours_is_left_alone()
    {
        using var services = Read(SettingsSections.Features,
            ("FluidCloudCosmos__endpoint", "https://fluidcloud.documents.azure.com"), (Storage, Emulator), ("FLUIDCLOUD_DATA", "/data"), ("AzureWebJobsStorage", "x"));
        services.GetService<CosmosSettings>().ShouldBeNull();
    }

    [Fact]
    public void A_value_is_never_shown() =>
        Should.Throw<SettingsException>(() => Read(SettingsSections.All, ("FluidCloudCosmos__gateway", "s3cret"), ("FluidCloudUplods__key", "s3cret")))
            .ToString().ShouldNotContain("s3cret");

    [Fact]
    public void Settings_that_are_decided_already_are_not_read()
    {
        var decided = new UploadLimits { MaxBytes = 7 };
        using var services = new ServiceCollection().AddSingleton(decided)
            .AddSettings(Configuration([("FluidCloudUploads__maxBytes", "8")]), SettingsSections.Features).BuildServiceProvider();
        services.GetRequiredService<UploadLimits>().ShouldBeSameAs(decided);
    }
}
