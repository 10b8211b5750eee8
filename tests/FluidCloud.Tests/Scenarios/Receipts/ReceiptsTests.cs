using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Receipts;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class ReceiptsTests(LocalApp app) : IClassFixture<LocalApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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
            ["file_id", "tenant_id", "size", "sha256", "erased_at", "cause", "sweep_id", "links_killed", "storage", "block"]);
        receipt["size"].GetInt64().ShouldBe(9);
        receipt["sha256"].GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        receipt["cause"].GetString().ShouldBe("call");
        receipt["storage"].GetString().ShouldBe("permanent");
        receipt["block"].GetString().ShouldBeNull();
        receipt.Text.ShouldNotContain("secret");

        await Seal();
        (await client.GetAsync($"gdpr/receipts/{id}"))["block"].GetInt64().ShouldBe(1);
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

    [Fact]
    public async Task Sealed_receipts_verify_until_one_is_touched()
    {
        var client = await app.NewTenantAsync();
        for (var block = 1; block <= 3; block++)
        {
            foreach (var id in await client.UploadManyAsync(3))
                (await client.DeleteAsync($"gdpr/files/{id}")).ShouldBe(204);
            await Seal();
        }
        var verify = app.Services.GetRequiredService<VerifyReceipts>();
        var metadata = app.Services.GetRequiredService<IMetadataStore>();
        var partition = Partitions.Of(client.Tenant);

        var whole = await verify.Run(client.Tenant, Cancel);
        (whole.Blocks, whole.Receipts, whole.Broken).ShouldBe((3, 9, null));

        var receipt = (await metadata.Query(partition, new ReceiptsOfSeal(ReceiptBlock.SealOf(2), 10), Cancel)).Items[1];
        (await metadata.Commit(partition, [Change.Replace(receipt with { Size = receipt.Size + 1 })], Cancel)).Succeeded.ShouldBeTrue();
        (await verify.Run(client.Tenant, Cancel)).Broken.ShouldBe(new(2, "a receipt was changed after it was sealed"));

        receipt = (await metadata.Read<ErasureReceipt>(partition, receipt.Id, Cancel))!;
        await metadata.Commit(partition, [Change.Delete(receipt)], Cancel);
        (await verify.Run(client.Tenant, Cancel)).Broken.ShouldBe(new(2, "it sealed 3 receipts and 2 are there"));

        var block2 = (await metadata.Query(partition, new ReceiptBlocks(10), Cancel)).Items[1];
        await metadata.Commit(partition, [Change.Replace(block2 with { Receipts = 2 })], Cancel);
        (await verify.Run(client.Tenant, Cancel)).Broken.ShouldBe(new(2, "it was changed after it was sealed"));

        block2 = (await metadata.Query(partition, new ReceiptBlocks(10), Cancel)).Items[1];
        await metadata.Commit(partition, [Change.Delete(block2)], Cancel);
        (await verify.Run(client.Tenant, Cancel)).Broken.ShouldBe(new(3, "block 2 is missing"));
    }

    [Fact]
    public async Task A_client_can_check_a_receipt_and_the_chain_by_itself()
    {
        var client = await app.NewTenantAsync();
        foreach (var count in new[] { 2, 5 })
        {
            await client.TrashAsync(await client.UploadManyAsync(count));
            (await client.DeleteAsync("gdpr/trash")).ShouldBe(200);
            await client.SweptAsync();
            await Seal();
        }
        var id = await client.UploadAsync("a.txt", new byte[3]);
        (await client.GetAsync($"gdpr/receipts/{id}/proof")).ShouldFail(404, "receipt");
        (await client.DeleteAsync($"gdpr/files/{id}")).ShouldBe(204);
        (await client.GetAsync($"gdpr/receipts/{id}/proof")).ShouldFail(409, "not sealed");
        await Seal();

        var blocks = (await client.GetAsync("gdpr/receipt-blocks")).ShouldBe(200).Json.EnumerateArray().ToList();
        blocks.Select(block => block.GetProperty("number").GetInt64()).ShouldBe([1, 2, 3]);
        var previous = new string('0', 64);
        foreach (var block in blocks)
        {
            Lines(block)[2].ShouldBe(previous);
            previous = Hex(Encoding.UTF8.GetBytes(block.GetProperty("text").GetString()!));
            block.GetProperty("hash").GetString().ShouldBe(previous);
        }
        var receipts = (await client.GetAsync("gdpr/receipts?sweep=" + (await client.SweptAsync())[0].GetProperty("id"))).Json.EnumerateArray();
        foreach (var file in receipts.Select(receipt => receipt.GetProperty("file_id").GetString()).Append(id))
        {
            var proof = (await client.GetAsync($"gdpr/receipts/{file}/proof")).ShouldBe(200);
            Lines(proof.Json)[2].ShouldBe(file);
            byte[] node = SHA256.HashData([0, .. Encoding.UTF8.GetBytes(proof["text"].GetString()!)]);
            foreach (var step in proof["path"].EnumerateArray())
            {
                var other = Convert.FromHexString(step.GetProperty("hash").GetString()!);
                byte[] pair = step.GetProperty("side").GetString() == "left" ? [1, .. other, .. node] : [1, .. node, .. other];
                node = SHA256.HashData(pair);
            }
            Lines(proof["block"])[3].ShouldBe(Convert.ToHexStringLower(node));
            blocks.Select(block => block.GetRawText()).ShouldContain(proof["block"].GetRawText());
        }

        static string[] Lines(JsonElement sealedThing) => sealedThing.GetProperty("text").GetString()!.Split('\n');
        static string Hex(byte[] text) => Convert.ToHexStringLower(SHA256.HashData(text));
    }

    private Task Seal()
    {
        app.Clock.Skip(TimeSpan.FromMinutes(2));
        return app.RunMaintenanceAsync();
    }
}
