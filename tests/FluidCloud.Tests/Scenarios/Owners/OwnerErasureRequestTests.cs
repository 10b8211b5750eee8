using FluidCloud.Core.Access;
using FluidCloud.Core.Owners;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios.Owners;

/// <summary>An owner erases an app, or a tenant.</summary>
[Contract(12, 13, 14, 15)]
public sealed class OwnerErasureRequestTests(OwnerApp app) : IClassFixture<OwnerApp>
{
    private static readonly string[] FilesRead = ["files:read"];

    private Task<ApiResponse> GetAsync(string path) => app.AsAsync(OwnerRole.Auditor, HttpMethod.Get, path);

    private Task<ApiResponse> PostAsync(string path, object body) => app.AsAsync(OwnerRole.Owner, HttpMethod.Post, path, body);

    private Task<ApiResponse> DeleteAsync(string path) => app.AsAsync(OwnerRole.Owner, HttpMethod.Delete, path);

    [Fact]
    public async Task An_app_is_erased_with_its_keys_and_nothing_else()
    {
        var native = await app.NewTenantAsync();
        var path = $"tenants/{native.Tenant}";
        var quarry = new TenantClient(app, native.Tenant, await app.NewKeyAsync(native.Tenant, Scope.All, "quarry"));
        var kept = await native.UploadAsync("kept.txt");
        var (live, trashed) = (await quarry.UploadAsync("live.txt"), await quarry.UploadAsync("trashed.txt"));
        await quarry.TrashAsync(trashed);

        var preview = (await GetAsync($"{path}/erasure-preview?app=quarry")).ShouldBe(200);
        (preview["name"].GetString(), preview["files"].GetInt64(), preview["keys"].GetInt64()).ShouldBe(("quarry", 2L, 1L));
        (await PostAsync($"{path}/erasures", new { app = "quarry", confirm = "Quarry" })).ShouldFail(422, "confirm");
        (await GetAsync($"{path}/erasures")).ShouldBe(200).Json.GetArrayLength().ShouldBe(0);
        var made = (await PostAsync($"{path}/erasures", new { app = "quarry", confirm = "quarry" })).ShouldBe(201);
        var erasure = $"{path}/erasures/{made["id"].GetString()}";
        await TenantClient.UntilAsync("the app is erased", async () => (await GetAsync(erasure)).ShouldBe(200)["state"].GetString() == "done");

        var done = (await GetAsync(erasure)).ShouldBe(200);
        (done["files"].GetInt64(), done["keys"].GetInt64(), done["app"].GetString()).ShouldBe((2L, 1L, "quarry"));
        (await quarry.GetAsync("me")).ShouldFail(401);
        (await native.GetAsync($"files/{kept}")).ShouldBe(200);
        foreach (var file in new[] { live, trashed })
            (await GetAsync($"{path}/receipts/{file}")).ShouldBe(200)["cause"].GetString().ShouldBe("app");
        (await native.GetAsync($"gdpr/receipts/{made["id"].GetString()}")).ShouldFail(404);
        await app.AppendReceiptsAsync();
        (await GetAsync($"{erasure}/proof")).ShouldBe(200)["receipt"].GetString()!.ShouldContain("subject app\n");
        (await GetAsync($"{path}/erasure-preview?app=quarry")).ShouldFail(404, "app");
        (await StoredState.OfAsync(native)).ShouldBeExact();
    }

    [Fact]
    public async Task A_tenants_erasure_waits_a_day_and_can_be_cancelled_until_then()
    {
        var client = await app.NewTenantAsync();
        var (path, name) = ($"tenants/{client.Tenant}", await NameAsync(client));
        await client.UploadAsync();
        var made = (await PostAsync($"{path}/erasures", new { confirm = name })).ShouldBe(201);
        made["state"].GetString().ShouldBe("waiting");
        (made["starts_at"].GetDateTimeOffset() - app.Now).ShouldBeInRange(TimeSpan.FromHours(23.9), TimeSpan.FromHours(24));
        (await GetAsync("erasures")).ShouldBe(200).Json.EnumerateArray().Select(one => one.GetProperty("id").GetString()).ShouldContain(made["id"].GetString());
        (await PostAsync($"{path}/erasures", new { confirm = name })).ShouldFail(409, "Another erasure");

        (await DeleteAsync($"{path}/erasures/{Guid.NewGuid()}")).ShouldFail(404);
        (await DeleteAsync($"{path}/erasures/{made["id"].GetString()}")).ShouldBe(204);

        (await GetAsync($"{path}/erasures/{made["id"].GetString()}")).ShouldFail(404);
        (await client.GetAsync("me")).ShouldBe(200);
        (await PostAsync($"{path}/erasures", new { confirm = name })).ShouldBe(201);
    }

    [Fact]
    public async Task A_tenant_is_erased_and_only_its_receipts_are_left()
    {
        var (client, stranger) = (await app.NewTenantAsync(), await app.NewTenantAsync());
        var (path, name) = ($"tenants/{client.Tenant}", await NameAsync(client));
        var (file, other) = (await client.UploadAsync(), await stranger.UploadAsync());
        var link = await client.ShareAsync(file);
        var erasure = $"{path}/erasures/{(await PostAsync($"{path}/erasures", new { confirm = name })).ShouldBe(201)["id"].GetString()}";

        app.Clock.Skip(TimeSpan.FromHours(25));
        await TenantClient.UntilAsync("its files are erased", async () =>
        {
            await app.RunMaintenanceAsync();
            return (await GetAsync(erasure)).ShouldBe(200)["files"].GetInt64() == 1;
        });
        (await client.GetAsync("me")).ShouldFail(401);
        (await DeleteAsync(erasure)).ShouldFail(409, "has begun");
        (await PostAsync($"{path}/keys", new { scopes = FilesRead })).ShouldFail(409, "being erased");
        (await client.OpenAsync(link)).Status.ShouldBe(System.Net.HttpStatusCode.NotFound);
        await TenantClient.UntilAsync("it is done", async () =>
        {
            app.Clock.Skip(TimeSpan.FromMinutes(10));
            await app.RunMaintenanceAsync();
            return (await GetAsync(erasure)).ShouldBe(200)["state"].GetString() == "done";
        });

        (await GetAsync(path)).ShouldFail(404);
        (await GetAsync($"{path}/receipts/{file}")).ShouldBe(200)["cause"].GetString().ShouldBe("tenant");
        await app.AppendReceiptsAsync();
        (await GetAsync($"{erasure}/proof")).ShouldBe(200)["receipt"].GetString()!.ShouldContain("subject tenant\n");
        var left = await StoredState.OfAsync(client);
        (left.Files.Count, left.Spaces.Count, left.Usages.Count, left.Uploads.Count, left.Blobs.Count).ShouldBe((0, 0, 0, 0, 0));
        (await stranger.GetAsync($"files/{other}")).ShouldBe(200);
        var log = (await GetAsync("audit-log?limit=50")).ShouldBe(200).Json.EnumerateArray().First(line => line.GetProperty("action").GetString() == "tenant.erase");
        log.GetProperty("tenant_id").GetString().ShouldBe(client.Tenant.ToString());
    }

    [Theory]
    [InlineData("erasure-preview?app=No%20Name", 422, "app")]
    [InlineData("erasure-preview?app=unused", 404, "app")]
    [InlineData("erasures/x", 422, "erasure_id")]
    [InlineData("erasures/00000000-0000-4000-8000-000000000000", 404, "Erasure not found")]
    [InlineData("erasures/00000000-0000-4000-8000-000000000000/proof", 404, "Erasure not found")]
    public async Task What_does_not_exist_is_said(string path, int status, string word)
    {
        var client = await app.NewTenantAsync();

        (await GetAsync($"tenants/{client.Tenant}/{path}")).ShouldFail(status, word);
    }

    private async Task<string> NameAsync(TenantClient client) =>
        (await GetAsync($"tenants/{client.Tenant}")).ShouldBe(200)["name"].GetString()!;
}
