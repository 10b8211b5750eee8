using System.Security.Cryptography;
using System.Text;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>The erasure log as strangers and tenants see it.</summary>
public class ErasureLogTests(LocalApp app) : IClassFixture<LocalApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_proof_shows_with_the_public_key_alone_that_a_file_was_erased()
    {
        var client = await app.NewTenantAsync();
        var bytes = RandomNumberGenerator.GetBytes(9);
        var id = await client.UploadAsync("secret name.txt", bytes);
        (await client.GetAsync($"gdpr/receipts/{id}/proof")).ShouldFail(404, "receipt");
        (await client.DeleteAsync($"gdpr/files/{id}")).ShouldBe(204);
        var early = await client.GetAsync($"gdpr/receipts/{id}/proof");
        early.ShouldFail(409, "not in the erasure log");
        early.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(30));
        await app.AppendReceiptsAsync();

        var answer = (await client.GetAsync($"gdpr/receipts/{id}/proof")).ShouldBe(200);

        answer.Content.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        answer.Content.ContentDisposition!.FileName!.Trim('"').ShouldBe($"{id}.tlog-proof");
        var proof = LogProof.Parse(Encoding.UTF8.GetBytes(answer.Text));
        var judgement = TestLog.Policy.Judge(proof.Checkpoint);
        judgement.Refusal.ShouldBeNull();
        TreeHash.Includes(judgement.Checkpoint.Root, judgement.Checkpoint.Size, proof.Index, TreeHash.Leaf(proof.Extra), proof.Path).ShouldBeTrue();
        var receipt = Encoding.UTF8.GetString(proof.Extra).Split('\n');
        receipt[..6].ShouldBe(["fluidcloud-erasure-receipt/v2", "subject file", $"tenant {client.Tenant}", $"file {id}", "size 9", $"sha256 {Convert.ToHexStringLower(SHA256.HashData(bytes))}"]);
        receipt[7..12].ShouldBe(["cause call", "sweep -", "links 0", "method delete", "storage permanent"]);
        receipt[12].ShouldMatch("^nonce [0-9a-f]{32}$");
        answer.Text.ShouldNotContain("secret");

        var json = (await TenantClient.SendRawAsync(app, HttpMethod.Get, $"api/v1/gdpr/receipts/{id}/proof", headers: headers =>
        {
            headers.Add("X-API-Key", client.Key);
            headers.Accept.ParseAdd("application/json");
        })).ShouldBe(200);
        json["log_index"].GetInt64().ShouldBe(proof.Index);
        json["receipt"].GetString().ShouldBe(Encoding.UTF8.GetString(proof.Extra));
        json["checkpoint"].GetString().ShouldBe(proof.Checkpoint.ToString());
        json["path"].EnumerateArray().Select(hash => hash.GetString()).ShouldBe(proof.Path.Select(Convert.ToBase64String));
    }

    [Fact]
    public async Task Anybody_reads_the_checkpoint_and_the_tiles_and_nothing_else_of_the_storage()
    {
        var client = await app.NewTenantAsync();
        var noted = await PurgeAsync(client, 3);
        var later = await PurgeAsync(client, 2);

        var answer = await GetAsync("checkpoint");
        answer.Content.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        answer.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromSeconds(2));
        var present = Checkpoint.Parse(SignedNote.Parse(answer.Text).Text);
        present.Size.ShouldBeGreaterThanOrEqualTo(later.Size);
        var tree = new TreeReader(async (tile, _) =>
        {
            using var http = new HttpClient { BaseAddress = app.BaseAddress };
            var found = await http.GetAsync($"erasure-log/{tile.Path}", Cancel);
            found.Content.Headers.ContentType!.ToString().ShouldBe("application/octet-stream");
            found.Headers.CacheControl!.ToString().ShouldBe("public, max-age=31536000, immutable");
            return await found.Content.ReadAsByteArrayAsync(Cancel);
        }, present.Size);
        (await tree.Root(Cancel)).ShouldBe(present.Root);
        TreeHash.Extends(noted.Root, noted.Size, present.Root, present.Size, await tree.Consistency(noted.Size, Cancel)).ShouldBeTrue();

        foreach (var path in new[] { "state", "tile/0/999", "tile/0/000.p/255", "tile/8/000", "tile/entries/000", "tile/0/..%2F..%2Fstate", "tile/0/%2e%2e/%2e%2e/state", "tile/", "tile" })
            (await TenantClient.SendRawAsync(app, HttpMethod.Get, $"erasure-log/{path}")).ShouldBe(404);
    }

    private Task<ApiResponse> GetAsync(string path) => TenantClient.SendRawAsync(app, HttpMethod.Get, $"erasure-log/{path}");

    private async Task<Checkpoint> PurgeAsync(TenantClient client, int count)
    {
        foreach (var id in await client.UploadManyAsync(count))
            (await client.DeleteAsync($"gdpr/files/{id}")).ShouldBe(204);
        await app.AppendReceiptsAsync();
        return Checkpoint.Parse(SignedNote.Parse((await GetAsync("checkpoint")).ShouldBe(200).Text).Text);
    }
}
