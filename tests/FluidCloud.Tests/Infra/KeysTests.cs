using System.Diagnostics;
using System.Text.Json.Nodes;
using Shouldly;

namespace FluidCloud.Tests.Infra;

/// <summary>infra/keys.sh, and infra/keys.ps1 where there is PowerShell, against an `az` that writes down what it is asked.</summary>
public sealed class KeysTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fluidcloud-az-");

    private static readonly string[] Names = ["share-signing-key", "erasure-log-signing-key"];

    public static TheoryData<string> Shells => ["sh", "pwsh"];

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task A_vault_without_keys_gets_each_of_32_random_bytes(string shell)
    {
        (await Run(shell, found: "0")).ShouldBe(0);

        var keys = await Task.WhenAll(Names.Select(async name =>
            JsonNode.Parse(await Read($"body-{name}"))!["properties"]!["value"]!.GetValue<string>()));
        keys.ShouldAllBe(key => Convert.FromBase64String(key).Length == 32);
        keys.ShouldBeUnique();
        var asked = await Read("asked");
        asked.ShouldContain("/providers/Microsoft.Web/sites/f/config/configreferences/appsettings/refresh?");
        keys.ShouldAllBe(key => !asked.Contains(key));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Keys_that_are_there_stay(string shell)
    {
        (await Run(shell, found: "1")).ShouldBe(0);
        (await Read("asked")).ShouldNotContain("--method put");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task No_key_is_made_when_the_vault_does_not_say_whether_it_has_one(string shell)
    {
        (await Run(shell, found: "")).ShouldNotBe(0);
        (await Read("asked")).ShouldNotContain("--method put");
    }

    [Fact]
    public async Task It_waits_until_the_application_reads_its_keys()
    {
        (await Run("sh", found: "1", resolvedAfter: 3)).ShouldBe(0);
        (await Read("slept")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
    }

    [Fact]
    public async Task It_does_not_wait_for_ever()
    {
        (await Run("sh", found: "1", resolvedAfter: int.MaxValue)).ShouldBe(0);
        (await Read("slept")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(20);
    }

    private Task<string> Read(string name) => File.ReadAllTextAsync(Path.Combine(folder.FullName, name), TestContext.Current.CancellationToken);

    /// <param name="found">How many keys of a name the vault says it has.</param>
    /// <param name="resolvedAfter">The attempt at which the application has read both keys.</param>
    private async Task<int> Run(string shell, string found, int resolvedAfter = 1)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for az is a POSIX script.");
        Assert.SkipUnless(shell == "sh" || OnPath(shell), $"{shell} is not installed.");
        Write("az", $$"""
            echo "$*" >> "{{folder.FullName}}/asked"
            for argument; do
              case "$argument" in
                *secrets/*) name=${argument##*secrets/} ; name=${name%%\?*} ;;
                @*) cp "${argument#@}" "{{folder.FullName}}/body-$name" ;;
              esac
            done
            case "$*" in
              *refresh*) echo "" >> "{{folder.FullName}}/refreshed" ;;
              *Resolved*) [ "$(wc -l < "{{folder.FullName}}/refreshed")" -ge {{resolvedAfter}} ] && echo 2 || echo 1 ;;
              *"length(value[?name=="*) echo "{{found}}" ;;
            esac
            """);
        Write("sleep", $"""echo "$*" >> "{folder.FullName}/slept" """);
        var script = Path.Combine(Bicep.Deployment, shell == "sh" ? "keys.sh" : "keys.ps1");
        var start = new ProcessStartInfo(shell, [script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["AZURE_SUBSCRIPTION_ID"] = "s";
        start.Environment["AZURE_RESOURCE_GROUP"] = "g";
        start.Environment["AZURE_KEY_VAULT_NAME"] = "v";
        start.Environment["AZURE_FUNCTION_APP_NAME"] = "f";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    private void Write(string name, string script)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(directory => File.Exists(Path.Combine(directory, program)));
}
