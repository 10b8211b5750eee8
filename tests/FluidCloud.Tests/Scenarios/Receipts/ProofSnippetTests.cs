using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>The script of docs/api.md with which a client checks an erasure by itself, run against the product.</summary>
public class ProofSnippetTests(LocalApp app) : IClassFixture<LocalApp>
{
    [Fact]
    public async Task The_documented_check_takes_what_is_true_and_nothing_else()
    {
        var client = await app.NewTenantAsync();
        var (first, second) = (await PurgedAsync(client, 5), await PurgedAsync(client, 3));
        var hashes = (await client.GetAsync("gdpr/receipt-blocks")).ShouldBe(200).Json.EnumerateArray()
            .Select(block => block.GetProperty("hash").GetString()!).ToList();

        foreach (var (file, noted) in first.Select(file => (file, hashes[0])).Concat(first.Concat(second).Select(file => (file, hashes[1]))))
        {
            var receipt = (await client.GetAsync($"gdpr/receipts/{file}")).ShouldBe(200);
            var (succeeded, said) = await CheckAsync(client, $"print('\\n'.join(check('{file}', '{noted}')))");
            succeeded.ShouldBeTrue(said);
            var facts = said.Split('\n');
            facts[5].ShouldStartWith(receipt["erased_at"].GetString()!.TrimEnd('Z'));
            facts[5] = "then";
            facts.ShouldBe(["fluidcloud-erasure-receipt-1", client.Tenant.ToString(), file, receipt["size"].GetRawText(), receipt["sha256"].GetString()!,
                "then", "sweep", receipt["sweep_id"].GetString()!, "0", "permanent"]);
        }
        (await CheckAsync(client, $"check('{second[0]}', '{hashes[0]}')"))
            .ShouldBe((false, "AssertionError: the receipt was sealed after the hash was noted"));
        (await CheckAsync(client, $"check('{first[0]}', '{new string('1', 64)}')"))
            .ShouldBe((false, "AssertionError: the chain does not come to the hash that was noted"));
        (await CheckAsync(client, $"{Instead($"path.replace('{first[0]}', '{first[1]}')")}\ncheck('{first[0]}', '{hashes[1]}')"))
            .ShouldBe((false, "AssertionError: the receipt is not in its block"));
        (await CheckAsync(client, $"{Instead("path", ".replace('permanent', 'absent')")}\ncheck('{first[0]}', '{hashes[1]}')"))
            .ShouldBe((false, "AssertionError: the receipt is not in its block"));
        (await CheckAsync(client, $"{Instead("path", $".replace('{hashes[0]}', '{hashes[1]}')")}\ncheck('{second[0]}', '{hashes[1]}')"))
            .ShouldBe((false, "AssertionError: the chain is broken"));
    }

    /// <summary>A server that answers otherwise.</summary>
    private static string Instead(string path, string answer = "") =>
        $"honest = get\nget = lambda path: json.loads(json.dumps(honest({path})){answer})";

    private static async Task<(bool Succeeded, string Said)> CheckAsync(TenantClient client, string then)
    {
        var documentation = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "docs", "api.md"), TestContext.Current.CancellationToken);
        var snippet = documentation.Split("```python\n").Skip(1).Select(text => text.Split("```")[0]).Single(text => text.Contains("def check(", StringComparison.Ordinal));
        var mine = snippet.Replace("http://127.0.0.1:7071/api/v1", new Uri(client.App.BaseAddress, "api/v1").ToString(), StringComparison.Ordinal).Replace("fck_live_...", client.Key, StringComparison.Ordinal);
        mine.ShouldNotBe(snippet);
        return await PythonScript.RunAsync($"{mine}\n{then}\n");
    }

    /// <summary>Files whose receipts are sealed together.</summary>
    private async Task<IReadOnlyList<string>> PurgedAsync(TenantClient client, int count)
    {
        var ids = await client.UploadManyAsync(count);
        foreach (var id in ids)
            await TenantClient.UntilAsync("the file is scanned", async () => (await client.GetAsync($"files/{id}"))["status"].GetString() == "ready");
        await client.TrashAsync(ids);
        (await client.DeleteAsync("gdpr/trash")).ShouldBe(200);
        await client.SweptAsync();
        app.Clock.Skip(TimeSpan.FromMinutes(2));
        await app.RunMaintenanceAsync();
        return ids;
    }
}
