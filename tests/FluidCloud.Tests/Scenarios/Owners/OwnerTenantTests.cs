using System.Text.RegularExpressions;
using FluidCloud.Core.Owners;
using FluidCloud.Local.Hosting;
using FluidCloud.Tests.Hosting;
using Microsoft.Azure.Functions.Worker;
using Shouldly;

namespace FluidCloud.Tests.Scenarios.Owners;

/// <summary>What an owner does with tenants.</summary>
public sealed class OwnerTenantTests(OwnerApp app) : IClassFixture<OwnerApp>
{
    private static readonly string[] FilesRead = ["files:read"];
    private static readonly string[] FilesBurn = ["files:burn"];

    private Task<ApiResponse> GetAsync(string path) => app.AsAsync(OwnerRole.Auditor, HttpMethod.Get, path);

    private Task<ApiResponse> PostAsync(string path, object? body = null) => app.AsAsync(OwnerRole.Owner, HttpMethod.Post, path, body);

    private Task<ApiResponse> PatchAsync(string path, object body) => app.AsAsync(OwnerRole.Operator, HttpMethod.Patch, path, body);

    private Task<ApiResponse> DeleteAsync(string path) => app.AsAsync(OwnerRole.Owner, HttpMethod.Delete, path);

    private async Task<(TenantClient Client, string Path)> TenantAsync()
    {
        var client = await app.NewTenantAsync();
        return (client, $"tenants/{client.Tenant}");
    }

    [Fact]
    public async Task A_tenant_is_created_found_and_changed()
    {
        var name = $"Quarry {Guid.NewGuid():N}";
        var made = (await PostAsync("tenants", new { name, limits = new { bytes = 1000 } })).ShouldBe(201);
        var id = made["id"].GetString();

        (await GetAsync($"tenants?q={name[7..].ToUpperInvariant()}")).ShouldBe(200).Json.EnumerateArray().Single().GetProperty("id").GetString().ShouldBe(id);
        var changed = (await PatchAsync($"tenants/{id}", new { limits = new { links = 5 }, trash_retention_days = 30 })).ShouldBe(200);
        changed["bytes_limit"].GetInt64().ShouldBe(1000);
        changed["links_limit"].GetInt64().ShouldBe(5);
        changed["trash_retention_days"].GetInt32().ShouldBe(30);
        (await PatchAsync($"tenants/{id}", new { trash_retention_days = 0 })).ShouldBe(200)["trash_retention_days"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
    }

    [Fact]
    public async Task Every_tenant_is_on_one_page_of_the_list()
    {
        var mark = $"{Guid.NewGuid():N}";
        foreach (var number in Enumerable.Range(0, 5))
            (await PostAsync("tenants", new { name = $"{mark} {number}" })).ShouldBe(201);

        var names = new List<string>();
        for (var path = $"tenants?q={mark}&limit=2"; path is not null;)
        {
            var page = (await GetAsync(path)).ShouldBe(200);
            names.AddRange(page.Json.EnumerateArray().Select(tenant => tenant.GetProperty("name").GetString()!));
            path = page.Headers.TryGetValues("Link", out var link) ? Regex.Match(link.Single(), "owner/api/(.*)>").Groups[1].Value : null;
        }

        names.ShouldBe(Enumerable.Range(0, 5).Select(number => $"{mark} {number}"));
    }

    [Fact]
    public async Task A_key_is_shown_once_used_and_revoked()
    {
        var (client, path) = await TenantAsync();
        var made = (await PostAsync($"{path}/keys", new { scopes = FilesRead, label = "Nightly", live = false, may_erase = false })).ShouldBe(201);
        var (id, key) = (made["id"].GetString()!, made["key"].GetString()!);
        key.ShouldStartWith("fck_test_");

        (await MeAsync()).ShouldBe(200)["tenant_id"].GetString().ShouldBe(client.Tenant.ToString());
        var listed = (await GetAsync($"{path}/keys")).ShouldBe(200);
        listed.Text.ShouldNotContain(key);
        var shown = listed.Json.EnumerateArray().Single(one => one.GetProperty("id").GetString() == id);
        shown.GetProperty("label").GetString().ShouldBe("Nightly");
        shown.GetProperty("may_erase").GetBoolean().ShouldBeFalse();
        shown.GetProperty("last_used_on").GetString().ShouldNotBeNull();

        (await DeleteAsync($"{path}/keys/{id}")).ShouldBe(204);
        (await MeAsync()).ShouldFail(401);

        Task<ApiResponse> MeAsync() => TenantClient.SendRawAsync(app, HttpMethod.Get, "api/v1/me", headers: headers => headers.Add("X-API-Key", key));
    }

    [Fact]
    public async Task Files_are_found_trashed_restored_and_erased()
    {
        var (client, path) = await TenantAsync();
        var file = await client.UploadAsync("ledger.txt");
        var space = await client.SpaceAsync();
        (await GetAsync($"{path}/spaces")).ShouldBe(200).Json[0].GetProperty("id").GetString().ShouldBe(space);
        (await GetAsync($"{path}/files?space_id={space}&q=LEDGER")).ShouldBe(200).Json[0].GetProperty("id").GetString().ShouldBe(file);
        (await TenantClient.FetchAsync((await GetAsync($"{path}/files/{file}/download")).ShouldBe(200)["url"].GetString()!)).IsSuccessStatusCode.ShouldBeTrue();

        (await PostAsync($"{path}/files/{file}/trash")).ShouldBe(200);
        (await GetAsync($"{path}/trash")).ShouldBe(200)["files"].GetInt64().ShouldBe(1);
        (await PostAsync($"{path}/files/{file}/restore")).ShouldBe(200);
        var usage = (await GetAsync($"{path}/usage")).ShouldBe(200);
        (usage["files"].GetInt64(), usage["trash_files"].GetInt64()).ShouldBe((1, 0));
        usage["spaces"][0].GetProperty("bytes").GetInt64().ShouldBe(usage["bytes"].GetInt64());

        (await DeleteAsync($"{path}/files/{file}")).ShouldBe(204);
        (await client.GetAsync($"files/{file}")).ShouldFail(404);
        (await GetAsync($"{path}/receipts/{file}")).ShouldBe(200)["file_id"].GetString().ShouldBe(file);
        await app.AppendReceiptsAsync();
        (await GetAsync($"{path}/receipts/{file}/proof")).ShouldBe(200);
    }

    [Fact]
    public async Task Trash_is_counted_first_and_then_emptied()
    {
        var (client, path) = await TenantAsync();
        await client.TrashAsync(await client.UploadAsync());

        (await DeleteAsync($"{path}/trash?dry_run=true")).ShouldBe(200)["files"].GetInt64().ShouldBe(1);
        (await GetAsync($"{path}/trash")).ShouldBe(200)["files"].GetInt64().ShouldBe(1);
        (await DeleteAsync($"{path}/trash")).ShouldBe(200)["status"].GetString().ShouldBe("emptying");
        (await client.SweptAsync()).Single().GetProperty("state").GetString().ShouldBe("done");
        var sweep = (await GetAsync($"sweeps?tenant_id={client.Tenant}")).ShouldBe(200).Json[0].GetProperty("sweep");
        sweep.GetProperty("files_done").GetInt64().ShouldBe(1);
        (await GetAsync($"{path}/receipts?sweep={sweep.GetProperty("id").GetString()}")).ShouldBe(200).Json.GetArrayLength().ShouldBe(1);
        (await PostAsync($"{path}/sweeps/{sweep.GetProperty("id").GetString()}/resume")).ShouldFail(404, "unfinished");
    }

    [Fact]
    public async Task A_link_is_seen_and_revoked()
    {
        var (client, path) = await TenantAsync();
        var link = await client.ShareAsync(await client.UploadAsync());
        var share = (await GetAsync($"{path}/shares")).ShouldBe(200).Json[0].GetProperty("id").GetString();

        (await DeleteAsync($"{path}/shares/{share}")).ShouldBe(204);

        (await TenantClient.SendRawAsync(app, HttpMethod.Get, link.Path[1..])).ShouldFail(404);
    }

    [Fact]
    public async Task The_log_has_each_change_before_it_is_done()
    {
        var (client, path) = await TenantAsync();
        var file = Guid.NewGuid().ToString();
        (await DeleteAsync($"{path}/files/{file}")).ShouldFail(404);
        var made = (await PostAsync($"{path}/keys", new { scopes = FilesRead, label = "=cmd()" })).ShouldBe(201);

        var entries = (await GetAsync("audit-log?limit=2")).ShouldBe(200);
        var (create, erase) = (entries.Json[0], entries.Json[1]);
        (create.GetProperty("action").GetString(), erase.GetProperty("action").GetString()).ShouldBe(("key.create", "file.erase"));
        erase.GetProperty("target").GetString().ShouldBe(file);
        erase.GetProperty("tenant_id").GetString().ShouldBe(client.Tenant.ToString());
        create.GetProperty("subject").GetString().ShouldBe("ada");
        create.GetProperty("role").GetString().ShouldBe("owner");

        var csv = (await GetAsync("audit-log.csv")).ShouldBe(200).Text.Split("\r\n");
        csv[0].ShouldBe("at,subject,name,role,action,tenant_id,target,details");
        csv[1].ShouldContain("\"ada\",\"'=Ada, \"\"Countess\"\"\",\"Owner\",\"key.create\"");
        var lines = (await GetAsync("audit-log.jsonl")).ShouldBe(200).Text;
        lines.Split('\n')[0].ShouldContain("key.create");
        foreach (var text in new[] { entries.Text, lines, string.Join("", csv) })
            text.ShouldNotContain(made["key"].GetString()!);
        (await GetAsync("audit-log?to=2020-01-01T00:00:00Z")).ShouldBe(200).Text.ShouldBe("[]");
        (await GetAsync("audit-log?limit=2&from=2999-01-01T00:00:00Z")).ShouldBe(200).Text.ShouldBe("[]");
        (await GetAsync("audit-log?from=soon")).ShouldFail(422, "from");
    }

    [Fact]
    public async Task What_can_not_be_right_is_a_422_that_names_it()
    {
        var (_, path) = await TenantAsync();
        (await PostAsync("tenants", new { })).ShouldFail(422, "name");
        (await PostAsync("tenants", new { name = "a", limits = new { bytes = -2 } })).ShouldFail(422, "limits.bytes");
        (await PatchAsync(path, new { trash_retention_days = 3651 })).ShouldFail(422, "trash_retention_days");
        (await PostAsync($"{path}/keys", new { })).ShouldFail(422, "scopes");
        (await PostAsync($"{path}/keys", new { scopes = FilesBurn })).ShouldFail(422, "scopes");
        (await PostAsync($"{path}/keys", new { scopes = FilesRead, folder_id = "x" })).ShouldFail(422, "folder_id");
        (await PostAsync($"{path}/keys", new { scopes = FilesRead, expires_at = "2020-01-01T00:00:00Z" })).ShouldFail(422, "expires_at");
        (await GetAsync("tenants/x")).ShouldFail(422, "tenant_id");
    }

    public static TheoryData<string, string> Nested =>
    [
        .. from route in FunctionMethod.All<HttpTriggerAttribute>()
           where Regex.IsMatch(route.Trigger.Route!, @"^owner/api/tenants/\{tenant_id\}/.*\{")
           select new TheoryDataRow<string, string>(route.Trigger.Methods!.Except(["head"]).Single(), route.Trigger.Route!),
    ];

    [Theory, MemberData(nameof(Nested))]
    public async Task What_is_another_tenants_is_not_found_below_this_one(string method, string route)
    {
        var (other, otherPath) = await TenantAsync();
        var file = await other.UploadAsync();
        await other.ShareAsync(file);
        var share = (await GetAsync($"{otherPath}/shares")).ShouldBe(200).Json[0].GetProperty("id").GetString();
        var key = (await GetAsync($"{otherPath}/keys")).ShouldBe(200).Json[0].GetProperty("id").GetString();
        var (own, _) = await TenantAsync();
        var filled = route["owner/api/".Length..].Replace("{tenant_id}", own.Tenant.ToString(), StringComparison.Ordinal)
            .Replace("{share_id}", share, StringComparison.Ordinal).Replace("{key}", key, StringComparison.Ordinal);

        (await app.AsAsync(OwnerRole.Owner, new(method), Regex.Replace(filled, @"\{\w+\}", file))).ShouldFail(404);

        (await other.GetAsync($"files/{file}")).ShouldBe(200)["deleted_at"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await GetAsync($"{otherPath}/shares")).ShouldBe(200).Json.GetArrayLength().ShouldBe(1);
    }
}
