using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Receipts;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>The page that checks proofs in the browser, held to the verifier of the command line.</summary>
public sealed class VerifyPageTests(LocalApp app) : IClassFixture<LocalApp>
{
    private sealed record Case(byte[] Proof, string Policy, byte[]? Copy = null);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_runs_its_own_script_and_reaches_nothing()
    {
        var page = (await TenantClient.SendRawAsync(app, HttpMethod.Get, "erasure-log/verify")).ShouldBe(200);

        page.Content.ContentType.ShouldBe(MediaTypeHeaderValue.Parse("text/html; charset=utf-8"));
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        var script = page.Text.Split("<script>")[1].Split("</script>")[0];
        policy.ShouldBe($"default-src 'none'; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'; "
            + "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        page.Text.ShouldNotContain("http://");
        page.Text.ShouldNotContain("https://");
    }

    /// <summary>Every byte of a proof turned, policies of every kind, copies: the two verifiers say the same.</summary>
    [Fact]
    public async Task It_says_of_every_proof_what_the_command_line_says()
    {
        var client = await app.NewTenantAsync();
        var ids = await client.UploadManyAsync(3);
        foreach (var id in ids)
            (await client.DeleteAsync($"gdpr/files/{id}")).ShouldBe(204);
        await app.AppendReceiptsAsync();
        var proof = LogProof.Parse(Encoding.UTF8.GetBytes((await client.GetAsync($"gdpr/receipts/{ids[1]}/proof")).ShouldBe(200).Text));
        NoteSigner one = TestLog.NewSigner("witness.test/1", NoteKeyType.Cosignature), two = TestLog.NewSigner("witness.test/2", NoteKeyType.Cosignature);
        var note = proof.Checkpoint with { Signatures = [.. proof.Checkpoint.Signatures, one.Cosign(proof.Checkpoint.Text, DateTimeOffset.FromUnixTimeSeconds(1780000000))] };
        var file = Encoding.UTF8.GetBytes((proof with { Checkpoint = note }).ToString());
        var plain = $"log {TestLog.VerifierKey}\nquorum none\n";
        var cases = new List<Case>();
        for (var at = 0; at < file.Length; at++)
        {
            var changed = file.ToArray();
            changed[at] ^= (byte)(1 << (at % 8));
            cases.Add(new(changed, plain));
        }
        var witnesses = $"log {TestLog.VerifierKey} https://log.test\nwitness a {one.Key}\nwitness b {two.Key} https://w\n";
        cases.AddRange(from policy in new[]
        {
            plain, witnesses + "quorum a", witnesses + "quorum b", witnesses + "group g all a b\nquorum g", witnesses + "group g any a b\nquorum g", witnesses + "group g 2 a b\nquorum g",
            witnesses + "group g 3 a b\nquorum g", witnesses + "group g all a a\nquorum g", witnesses + "quorum c", witnesses + "witness a " + TestLog.NewSigner("x", NoteKeyType.Cosignature).Key + "\nquorum a",
            "# a comment\n\n \t log  " + TestLog.VerifierKey + "\t\nquorum\tnone", "quorum none", "", $"log {TestLog.NewSigner(TestLog.Origin).Key}\nquorum none", $"log {one.Key}\nquorum none", plain + plain,
            plain + "what is this", plain.Replace("161e", "161f", StringComparison.Ordinal), plain + "quorum none", $"log {TestLog.NewSigner("other.test").Key}\n" + plain, "quorum none\r\n" + plain,
        }
                       select new Case(file, policy));
        cases.AddRange([new(file, plain, [1]), new(file, plain, []), new(Encoding.UTF8.GetBytes((proof with { Index = 0 }).ToString()), plain), new("hello"u8.ToArray(), plain), new([], plain)]);

        var said = await InThePageAsync(cases);

        said.Select(line => line.Split(' ')[0]).ShouldBe(await Task.WhenAll(cases.Select(HereAsync)));
        said.Count(line => line.StartsWith("good", StringComparison.Ordinal)).ShouldBeGreaterThan(4);
        said.ShouldContain(line => line.StartsWith($"good File {ids[1]} of tenant {client.Tenant}", StringComparison.Ordinal));
    }

    /// <summary>The proofs that the SDKs check, too: those of <see cref="Rules.ProofVectorsTests"/>.</summary>
    [Fact]
    public async Task It_says_of_the_proofs_of_the_SDKs_what_the_command_line_says()
    {
        var vectors = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "sdk", "proof-vectors.json"), Cancel)).RootElement.EnumerateArray().ToList();
        var cases = vectors.ConvertAll(vector => new Case(
            vector.TryGetProperty("proof", out var proof) ? Encoding.UTF8.GetBytes(proof.GetString()!) : vector.GetProperty("proof_base64").GetBytesFromBase64(),
            vector.GetProperty("policy").GetString()!,
            vector.TryGetProperty("copy_base64", out var copy) ? copy.GetBytesFromBase64() : null));

        var said = await InThePageAsync(cases);

        var names = vectors.Select(vector => vector.GetProperty("name").GetString());
        names.Zip(said, (name, line) => $"{name}: {line.Split(' ')[0]}").ShouldBe(names.Zip(vectors, (name, vector) =>
            $"{name}: {vector.GetProperty("expect").GetProperty("verdict").GetString()!.Replace("not_trusted", "untrusted", StringComparison.Ordinal)}"));
    }

    private async Task<IReadOnlyList<string>> InThePageAsync(IReadOnlyList<Case> cases)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, JsonSerializer.Serialize(cases, JsonSerializerOptions.Web), Cancel);
            return await NodeScript.RunAsync("verify-page.mjs", app, "", path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<string> HereAsync(Case one)
    {
        try
        {
            var proven = VerifyProof.Run(one.Proof, VerdictException.Reading("The policy", LogPolicy.Parse, Encoding.UTF8.GetBytes(one.Policy)));
            if (one.Copy is not null)
                await VerifyProof.Match(proven.Receipt, new MemoryStream(one.Copy), Cancel);
            return "good";
        }
        catch (VerdictException e)
        {
            return e.Verdict == Verdict.NotTrusted ? "untrusted" : e.Verdict.ToString().ToLowerInvariant();
        }
    }
}
