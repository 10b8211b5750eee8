using System.Diagnostics;
using System.Text.Json.Nodes;
using Shouldly;

namespace FluidCloud.Tests.Infra;

/// <summary>infra/share-key.sh, against an `az` that writes down what it is asked.</summary>
public sealed class ShareKeyTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fluidcloud-az-");

    private string Asked => Path.Combine(folder.FullName, "asked");

    private string Body => Path.Combine(folder.FullName, "body");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_vault_without_the_key_gets_one_of_32_random_bytes()
    {
        var keys = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            (await Run("0", exitCode: 0)).ShouldBe(0);
            keys.Add(JsonNode.Parse(await File.ReadAllTextAsync(Body, TestContext.Current.CancellationToken))!["properties"]!["value"]!.GetValue<string>());
        }

        keys.ShouldAllBe(key => Convert.FromBase64String(key).Length == 32);
        keys.ShouldBeUnique();
        var asked = await File.ReadAllTextAsync(Asked, TestContext.Current.CancellationToken);
        asked.ShouldContain("--method put --url https://management.azure.com/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v/secrets/share-signing-key?");
        asked.ShouldContain("/providers/Microsoft.Web/sites/f/config/configreferences/appsettings/refresh?");
        keys.ShouldAllBe(key => !asked.Contains(key));
    }

    [Fact]
    public async Task A_key_that_is_there_stays()
    {
        (await Run("1", exitCode: 0)).ShouldBe(0);
        (await File.ReadAllTextAsync(Asked, TestContext.Current.CancellationToken)).ShouldNotContain("--method put");
    }

    [Fact]
    public async Task No_key_is_made_when_the_vault_does_not_say_whether_it_has_one()
    {
        (await Run("", exitCode: 1)).ShouldNotBe(0);
        (await File.ReadAllTextAsync(Asked, TestContext.Current.CancellationToken)).ShouldNotContain("--method put");
    }

    /// <param name="found">How many keys the vault says it has.</param>
    private async Task<int> Run(string found, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The script needs a POSIX shell.");
        var az = Path.Combine(folder.FullName, "az");
        await File.WriteAllTextAsync(az, $"""
            #!/bin/sh
            echo "$*" >> "{Asked}"
            for argument; do
              case "$argument" in @*) cp "${"{argument#@}"}" "{Body}" ;; esac
            done
            echo "{found}"
            exit {exitCode}
            """, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(az, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("sh", [Path.Combine(BicepRules.Deployment, "share-key.sh")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["AZURE_SUBSCRIPTION_ID"] = "s";
        start.Environment["AZURE_RESOURCE_GROUP"] = "g";
        start.Environment["AZURE_KEY_VAULT_NAME"] = "v";
        start.Environment["AZURE_FUNCTION_APP_NAME"] = "f";
        using var script = Process.Start(start)!;
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);
        return script.ExitCode;
    }
}
