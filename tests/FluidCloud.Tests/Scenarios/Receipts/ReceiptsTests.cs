using System.Security.Cryptography;
using System.Text.Json;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class ReceiptsTests(LocalApp app) : IClassFixture<LocalApp>
{
    [Fact, Contract(7, 8)]
    public async Task A_purged_file_leaves_a_receipt_without_its_name()
    {
        var client = await app.NewTenantAsync();
        var bytes = RandomNumberGenerator.GetBytes(9);
        var id = await client.UploadAsync("secret name.txt", bytes, clientKey: "secret/key");
        (await client.GetAsync($"gdpr/receipts/{id}")).ShouldFail(404, "receipt");

        (await client.DeleteAsync($"gdpr/files/{id}")).ShouldBe(204);

        var receipt = (await client.GetAsync($"gdpr/receipts/{id}")).ShouldBe(200);
        receipt.Json.EnumerateObject().Select(field => field.Name).ShouldBe(
            ["file_id", "tenant_id", "size", "sha256", "erased_at", "cause", "sweep_id", "links_killed", "storage", "edge", "log_index"]);
        receipt["size"].GetInt64().ShouldBe(9);
        receipt["sha256"].GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        receipt["cause"].GetString().ShouldBe("call");
        receipt["storage"].GetString().ShouldBe("permanent");
        receipt["log_index"].ValueKind.ShouldBe(JsonValueKind.Null);
        receipt.Text.ShouldNotContain("secret");

        await app.AppendReceiptsAsync();
        (await client.GetAsync($"gdpr/receipts/{id}"))["log_index"].GetInt64().ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task The_receipts_of_a_sweep_are_those_of_its_files()
    {
        var client = await app.NewTenantAsync();
        var ids = await client.UploadManyAsync(70);
        await client.TrashAsync(ids);
        (await client.DeleteAsync("gdpr/trash")).ShouldBe(200);
        var sweep = (await client.SweptAsync())[0].GetProperty("id").GetString();

        var receipts = (await client.GetAsync($"gdpr/receipts?sweep={sweep}")).ShouldBe(200).Json.EnumerateArray().ToList();

        receipts.Select(receipt => receipt.GetProperty("file_id").GetString()).Order().ShouldBe(ids.Order());
        receipts.ShouldAllBe(receipt => receipt.GetProperty("cause").GetString() == "sweep");
        var page = (await client.GetAsync($"gdpr/receipts?sweep={sweep}&limit=50")).ShouldBe(200);
        page.Json.GetArrayLength().ShouldBe(50);
        var next = page.Headers.GetValues("Link").Single();
        var rest = (await client.GetAsync(next[(next.IndexOf("gdpr/", StringComparison.Ordinal))..next.IndexOf('>', StringComparison.Ordinal)])).ShouldBe(200);
        rest.Json.GetArrayLength().ShouldBe(20);
        (await client.GetAsync("gdpr/receipts")).ShouldFail(400, "sweep");
        (await client.GetAsync("gdpr/receipts?sweep=x")).ShouldFail(422, "sweep");
    }

    [Fact]
    public async Task A_dry_run_counts_and_does_nothing_else()
    {
        var client = await app.NewTenantAsync();
        await client.TrashAsync(await client.UploadAsync("a", new byte[5]));

        (await client.DeleteAsync("gdpr/trash?dry_run=true")).ShouldBe(200).Text.ShouldBe("""{"status":"dry_run","files":1,"bytes":5}""");

        (await client.GetAsync("gdpr/trash")).ShouldBe(200)["sweeps"].GetArrayLength().ShouldBe(0);
        (await client.NamesAsync("trash=true")).ShouldBe(["a"]);
    }
}
