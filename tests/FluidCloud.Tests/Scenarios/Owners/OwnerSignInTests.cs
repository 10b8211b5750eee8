using FluidCloud.Core.Owners;
using FluidCloud.Functions.Http.Owners;
using FluidCloud.Tests.Hosting;
using Microsoft.IdentityModel.Tokens;
using Shouldly;

namespace FluidCloud.Tests.Scenarios.Owners;

/// <summary>Which tokens of an identity provider are an owner's.</summary>
public sealed class OwnerSignInTests(OwnerApp app) : IClassFixture<OwnerApp>
{
    private Task<ApiResponse> MeAsync(string token) =>
        TenantClient.SendRawAsync(app, HttpMethod.Get, "owner/api/me", headers: headers => headers.Authorization = new("Bearer", token));

    private string Token(Action<SecurityTokenDescriptor> change) => app.Issuer.Token(app.Now, ["Owner"], change);

    [Theory]
    [InlineData("auditor", "Auditor")]
    [InlineData("operator", "Operator", "Auditor", "Janitor")]
    [InlineData("owner", "Auditor", "Owner")]
    public async Task The_most_of_the_roles_counts(string expected, params string[] roles)
    {
        var me = (await MeAsync(app.Issuer.Token(app.Now, roles))).ShouldBe(200);

        me["subject"].GetString().ShouldBe("ada");
        me["role"].GetString().ShouldBe(expected);
    }

    [Theory]
    [InlineData]
    [InlineData("Janitor")]
    [InlineData("owner")]
    [InlineData("3")]
    public async Task Without_a_role_that_is_known_it_is_a_403(params string[] roles) =>
        (await MeAsync(app.Issuer.Token(app.Now, roles))).ShouldFail(403, "the role Auditor");

    [Fact]
    public async Task A_token_for_another_or_of_another_is_a_401()
    {
        (await MeAsync(Token(token => token.Issuer = "https://evil.example"))).ShouldFail(401);
        (await MeAsync(Token(token => token.Audience = "another-app"))).ShouldFail(401);
        (await MeAsync(Token(token => token.Audience = null))).ShouldFail(401);
    }

    [Fact]
    public async Task A_token_of_another_time_is_a_401()
    {
        (await MeAsync(Token(token => (token.NotBefore, token.Expires) = (At(-120), At(-2))))).ShouldFail(401);
        (await MeAsync(Token(token => (token.NotBefore, token.Expires) = (At(2), At(60))))).ShouldFail(401);
        (await MeAsync(Token(token => token.Expires = null))).ShouldFail(401);

        DateTime At(int minutes) => app.Now.UtcDateTime.AddMinutes(minutes);
    }

    [Fact]
    public async Task A_signature_that_is_none_or_not_the_issuers_is_a_401()
    {
        using var other = System.Security.Cryptography.RSA.Create(2048);
        (await MeAsync(Token(token => token.SigningCredentials = null))).ShouldFail(401);
        (await MeAsync(Token(token => token.SigningCredentials = new(new RsaSecurityKey(other) { KeyId = "one" }, SecurityAlgorithms.RsaSha256)))).ShouldFail(401);
        (await MeAsync(Token(token => token.SigningCredentials = new(new SymmetricSecurityKey(app.Issuer.PublicKey) { KeyId = "one" }, SecurityAlgorithms.HmacSha256)))).ShouldFail(401);
        var good = app.TokenOf(OwnerRole.Owner).Split('.');
        var more = app.Issuer.Token(app.Now, ["Owner", "Auditor"]).Split('.');
        (await MeAsync($"{good[0]}.{more[1]}.{good[2]}")).ShouldFail(401);
        (await MeAsync($"{good[0]}.{good[1]}.")).ShouldFail(401);
        (await MeAsync("not.a.token")).ShouldFail(401);
    }

    [Fact]
    public async Task The_dashboard_is_told_how_to_sign_in()
    {
        var how = (await TenantClient.SendRawAsync(app, HttpMethod.Get, "owner/api/sign-in")).ShouldBe(200);

        how["kind"].GetString().ShouldBe("oidc");
        how["issuer"].GetString().ShouldBe(app.Issuer.Address.OriginalString);
        how["client_id"].GetString().ShouldBe("dashboard");
        how["scope"].GetString().ShouldBe($"openid profile {TestIssuer.Audience}/.default");
        (await TenantClient.SendRawAsync(app, HttpMethod.Post, "owner/api/session", new { token = "a" }, headers => headers.Add(OwnerPipeline.ChangeHeader, "1")))
            .ShouldFail(404); // No local owner where there is a provider.
    }
}
