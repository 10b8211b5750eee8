using System.CommandLine;
using System.Text.Json;
using FluidCloud.Cli.Admin;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary><c>./run admin verify</c> and <c>watch</c>, against a running host.</summary>
public sealed class AdminVerifyTests(LocalApp app) : IClassFixture<LocalApp>, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fluidcloud-verify-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_proof_of_the_host_is_verified_offline_by_exit_code_words_and_JSON()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("a.txt", [1, 2, 3]);
        (await client.DeleteAsync($"gdpr/files/{id}")).ShouldBe(204);
        await app.AppendReceiptsAsync();
        var proof = await Write("a.tlog-proof", (await client.GetAsync($"gdpr/receipts/{id}/proof")).ShouldBe(200).Text);
        var policy = await Write("policy", $"log {TestLog.VerifierKey}\nquorum none\n");
        await File.WriteAllBytesAsync(PathOf("copy"), [1, 2, 3], Cancel);
        await File.WriteAllBytesAsync(PathOf("other"), [1, 2, 4], Cancel);

        var good = await Run("verify", proof, "--policy", policy, "--file", PathOf("copy"));
        good.ExitCode.ShouldBe(0, good.Remarks);
        good.Output.ShouldContain($"GOOD: file {id} of tenant {client.Tenant}, 3 bytes, was erased at");
        good.Output.ShouldContain("gone for good");
        good.Output.ShouldContain("these very bytes");
        var json = JsonDocument.Parse((await Run("verify", proof, "--policy", policy, "--json")).Output).RootElement;
        json.GetProperty("verdict").GetString().ShouldBe("good");
        json.GetProperty("file_id").GetString().ShouldBe(id);
        json.GetProperty("log").GetProperty("origin").GetString().ShouldBe(TestLog.Origin);

        (await Run("verify", proof, "--policy", policy, "--file", PathOf("other"))).ExitCode.ShouldBe(1);
        var stranger = await Write("stranger", $"log {TestLog.NewSigner(TestLog.Origin).Key}\nquorum none\n");
        (await Run("verify", proof, "--policy", stranger)).ExitCode.ShouldBe(2);
        (await Run("verify", PathOf("copy"), "--policy", policy)).ExitCode.ShouldBe(3);
        var gone = await Run("verify", PathOf("nothing"), "--policy", policy, "--json");
        (gone.ExitCode, JsonDocument.Parse(gone.Output).RootElement.GetProperty("verdict").GetString()).ShouldBe((3, "unreadable"));
    }

    [Fact]
    public async Task A_log_that_grows_is_noted_and_one_that_showed_something_else_is_found()
    {
        var client = await app.NewTenantAsync();
        await PurgeAsync(client);
        var (policy, note, url) = (await Write("policy", $"log {TestLog.VerifierKey}\nquorum none\n"), PathOf("note"), new Uri(app.BaseAddress, "erasure-log").ToString());

        (await Run("watch", url, "--policy", policy, "--note", note)).ExitCode.ShouldBe(0);
        await PurgeAsync(client);
        var grown = await Run("watch", url, "--policy", policy, "--note", note);
        grown.ExitCode.ShouldBe(0, grown.Remarks);
        grown.Output.ShouldContain("only grew");

        // Somebody else was shown a log of the same size with other leaves, under the same key.
        var present = Checkpoint.Parse(SignedNote.Parse(await File.ReadAllTextAsync(note, Cancel)).Text);
        var forked = (present with { Root = TreeHash.Empty }).Text;
        await Write("note", new SignedNote(forked, [TestLog.Settings.Signer().Sign(forked)]).ToString());
        await PurgeAsync(client);
        var fork = await Run("watch", url, "--policy", policy, "--note", note);
        (fork.ExitCode, fork.Remarks).ShouldBe((1, $"FALSE: The log has forked: its first {present.Size} leaves are not those that were noted.{Environment.NewLine}"));
        (await File.ReadAllTextAsync(note, Cancel)).ShouldContain(forked); // The evidence stays.

        (await Run("watch", "ftp://a", "--policy", policy, "--note", note)).ExitCode.ShouldBe(3);
        (await Run("watch", new Uri(app.BaseAddress, "nothing").ToString(), "--policy", policy, "--note", note)).ExitCode.ShouldBe(3);
    }

    private async Task PurgeAsync(TenantClient client)
    {
        foreach (var id in await client.UploadManyAsync(2))
            (await client.DeleteAsync($"gdpr/files/{id}")).ShouldBe(204);
        await app.AppendReceiptsAsync();
    }

    private string PathOf(string name) => Path.Combine(folder.FullName, name);

    private async Task<string> Write(string name, string text)
    {
        await File.WriteAllTextAsync(PathOf(name), text, Cancel);
        return PathOf(name);
    }

    private async Task<(int ExitCode, string Output, string Remarks)> Run(params string[] arguments)
    {
        var (output, remarks) = (new StringWriter(), new StringWriter());
        var exitCode = await AdminCommand.Build(_ => app.Metadata).Parse(arguments)
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = remarks }, Cancel);
        return (exitCode, output.ToString(), remarks.ToString());
    }
}
