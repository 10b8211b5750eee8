using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace FluidCloud.Tests.Hosting;

/// <summary>An identity provider on this machine: a discovery document, its keys, and tokens, good ones and others.</summary>
public sealed class TestIssuer : IAsyncDisposable
{
    public const string Audience = "fluidcloud-owners";

    private readonly RsaSecurityKey key = new(RSA.Create(2048)) { KeyId = "one" };
    private WebApplication? app;

    public Uri Address { get; private set; } = null!;

    /// <summary>The public key as anybody can read it: what an attacker would sign with by HS256.</summary>
    public byte[] PublicKey => Encoding.UTF8.GetBytes(key.Rsa.ExportSubjectPublicKeyInfoPem());

    public async Task StartAsync(CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = Address.OriginalString,
            ["jwks_uri"] = Address.OriginalString + "/keys",
        }));
        app.MapGet("/keys", () => Results.Json(new { keys = new[] { PublicJwk() } }));
        await app.StartAsync(cancel);
        Address = new(app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.DisposeAsync();
        key.Rsa.Dispose();
    }

    /// <param name="change">Changes the token before it is signed.</param>
    public string Token(DateTimeOffset now, IReadOnlyList<string> roles, Action<SecurityTokenDescriptor>? change = null)
    {
        var token = new SecurityTokenDescriptor
        {
            Issuer = Address.OriginalString,
            Audience = Audience,
            NotBefore = now.UtcDateTime,
            IssuedAt = now.UtcDateTime,
            Expires = now.UtcDateTime.AddHours(1),
            Claims = new Dictionary<string, object> { ["sub"] = "ada", ["name"] = "=Ada, \"Countess\"", ["roles"] = roles },
            SigningCredentials = new(key, SecurityAlgorithms.RsaSha256),
        };
        change?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    private Dictionary<string, string> PublicJwk()
    {
        var parameters = key.Rsa.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kty"] = "RSA", ["use"] = "sig", ["kid"] = key.KeyId,
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus), ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
        };
    }
}
