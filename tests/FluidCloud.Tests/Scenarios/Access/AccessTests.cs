using FluidCloud.Core.Access;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class AccessTests(LocalApp app) : IClassFixture<LocalApp>
{
    [Fact, Contract(2, 3, 4)]
    public async Task A_key_is_taken_from_X_API_Key_and_as_a_Bearer_token()
    {
        var client = await app.NewTenantAsync();
        client.Key.ShouldMatch("^fck_live_[0-9a-f]{32}$");

        (await TenantClient.SendRawAsync(app, HttpMethod.Get, "api/v1/quota", headers: headers => headers.Add("X-API-Key", client.Key))).ShouldBe(200);
        (await TenantClient.SendRawAsync(app, HttpMethod.Get, "api/v1/quota", headers: headers => headers.Add("Authorization", "Bearer " + client.Key))).ShouldBe(200);
    }

    [Theory, Contract(2, 3)]
    [InlineData("")]
    [InlineData(" ")]
    public async Task An_empty_X_API_Key_does_not_hide_a_Bearer_token(string empty)
    {
        var client = await app.NewTenantAsync();

        (await TenantClient.SendRawAsync(app, HttpMethod.Get, "api/v1/quota", headers: headers =>
        {
            headers.TryAddWithoutValidation("X-API-Key", empty);
            headers.Authorization = new("Bearer", client.Key);
        })).ShouldBe(200);
    }

    [Theory, Contract(31, 171)]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("fck_live_00000000000000000000000000000000")]
    [InlineData("fck_live_0000000000000000000000000000000")]
    [InlineData("FCK_LIVE_00000000000000000000000000000000")]
    public async Task A_key_that_is_not_one_is_a_401(string key)
    {
        (await TenantClient.SendRawAsync(app, HttpMethod.Get, "api/v1/quota", headers: headers => headers.TryAddWithoutValidation("X-API-Key", key)))
            .ShouldFail(401).Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        (await TenantClient.SendRawAsync(app, HttpMethod.Get, "api/v1/quota", headers: headers => headers.TryAddWithoutValidation("Authorization", "Bearer " + key)))
            .ShouldFail(401);
        (await TenantClient.SendRawAsync(app, HttpMethod.Get, "api/v1/quota", headers: headers => headers.TryAddWithoutValidation("Authorization", "Basic " + key)))
            .ShouldFail(401);
    }

    [Fact, Contract(5, 6, 32, 57, 172)]
    public async Task A_missing_scope_is_named()
    {
        var tenant = (await app.NewTenantAsync()).Tenant;
        var reader = new TenantClient(app, tenant, await app.NewKeyAsync(tenant, [Scope.FilesRead]));

        (await reader.DeleteAsync("gdpr/trash")).ShouldFail(403).Text.ShouldBe(
            """{"detail":{"error":"insufficient_scope","required":["files:write"],"missing":["files:write"]}}""");
        (await reader.GetAsync("gdpr/trash")).ShouldBe(200);
    }

    [Fact]
    public async Task The_bare_address_names_the_API_and_the_health_routes()
    {
        var page = (await TenantClient.SendRawAsync(app, HttpMethod.Get, "")).ShouldBe(200);
        page.Text.ShouldContain("/api/v1");
        page.Text.ShouldContain("/health/ready");
    }

    [Theory]
    [InlineData("POST", "")]
    [InlineData("GET", "nonsense")]
    [InlineData("GET", "api/v1")]
    [InlineData("GET", "api/v2/files")]
    [InlineData("PUT", "api/v1/files")]
    [InlineData("PATCH", "api/v1/quota")]
    [InlineData("POST", "api/v1/gdpr/trash")]
    public async Task An_unknown_path_or_method_is_a_404(string method, string path) =>
        (await TenantClient.SendRawAsync(app, new(method), path)).ShouldFail(404, "route");
}
