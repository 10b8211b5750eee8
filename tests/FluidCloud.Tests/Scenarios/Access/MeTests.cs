using FluidCloud.Core.Access;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class MeTests(LocalApp app) : IClassFixture<LocalApp>
{
    [Fact]
    public async Task A_key_says_what_it_is_whatever_its_scopes()
    {
        var tenant = (await app.NewTenantAsync()).Tenant;
        var client = new TenantClient(app, tenant, await app.NewKeyAsync(tenant, [Scope.QuotaRead, Scope.FilesRead], app: "acme"));

        var me = (await client.GetAsync("me")).ShouldBe(200);

        var created = me["created_at"].GetString()!;
        created.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
        me.Text.ShouldBe(
            $$$"""{"tenant_id":"{{{tenant}}}","tenant_name":"Test","scopes":["files:read","quota:read"],"app":"acme","key_prefix":"{{{client.Key[..13]}}}...","created_at":"{{{created}}}","expires_at":null,"bounds":{"spaces":null,"folder_id":null,"app":null,"may_erase":true}}""");
    }

    [Fact]
    public async Task A_key_without_scope_and_app_may_ask_too()
    {
        var tenant = (await app.NewTenantAsync()).Tenant;

        var me = (await new TenantClient(app, tenant, await app.NewKeyAsync(tenant, [])).GetAsync("me")).ShouldBe(200);

        me["scopes"].GetArrayLength().ShouldBe(0);
        me["app"].GetString().ShouldBeNull();
    }
}
