using FluidCloud.Core;
using FluidCloud.Core.Owners;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace FluidCloud.Functions.Http.Owners;

/// <summary>Checks the bearer tokens of owners against the identity provider of the settings (OpenID Connect Discovery 1.0, RFC 9068).</summary>
public sealed class OwnerTokens : IDisposable
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);
    private const int LongestName = 200;

    /// <summary>Signatures by a key that only the issuer has: neither none nor a shared secret.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = 1024 * 1024 };
    private readonly JsonWebTokenHandler handler = new();
    private readonly ConfigurationManager<OpenIdConnectConfiguration>? provider;
    private readonly TokenValidationParameters rules;

    public OwnerTokens(OwnerSettings settings, TimeProvider time)
    {
        if (settings.Issuer is { } issuer)
        {
            provider = new(
                issuer.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(),
                new HttpDocumentRetriever(http) { RequireHttps = !issuer.IsLoopback });
        }
        rules = new()
        {
            ConfigurationManager = provider, // Brings the issuer and its keys, and reads them again when a key is unknown.
            ValidAudience = settings.Audience,
            ValidAlgorithms = Algorithms,
            LifetimeValidator = (notBefore, expires, _, _) => IsCurrent(notBefore, expires, time.GetUtcNow()),
        };
    }

    public bool IsOn => provider is not null;

    /// <exception cref="FluidCloudException">401 not a good token; 403 one without a role; 503 the provider can't be reached.</exception>
    public async Task<Owner> Read(string token, CancellationToken cancel)
    {
        await RequireProvider(cancel);
        var result = await handler.ValidateTokenAsync(token, rules);
        if (!result.IsValid)
            throw Errors.NotSignedIn();
        var claims = ((JsonWebToken)result.SecurityToken).Claims.ToLookup(claim => claim.Type, claim => claim.Value);
        // Entra ID's oid is the person's in every application; its sub is another one in each.
        var subject = claims["oid"].Concat(claims["sub"]).FirstOrDefault() ?? throw Errors.NotSignedIn();
        var name = claims["name"].Concat(claims["preferred_username"]).FirstOrDefault() ?? subject;
        return new(Short(subject), Short(name), RoleOf(claims["roles"]));
    }

    public void Dispose() => http.Dispose();

    private async Task RequireProvider(CancellationToken cancel)
    {
        try
        {
            await provider!.GetConfigurationAsync(cancel);
        }
        catch (InvalidOperationException)
        {
            throw Errors.IssuerUnreachable();
        }
    }

    /// <summary>The most that the roles of a token allow. Names are compared exactly, as the provider has them.</summary>
    private static OwnerRole RoleOf(IEnumerable<string> names)
    {
        var roles = Enum.GetValues<OwnerRole>().Where(role => names.Contains(role.ToString())).ToList();
        return roles.Count > 0 ? roles.Max() : throw Errors.NeedsRole(nameof(OwnerRole.Auditor));
    }

    private static bool IsCurrent(DateTime? notBefore, DateTime? expires, DateTimeOffset now) =>
        expires is { } end && now < new DateTimeOffset(end, TimeSpan.Zero) + ClockSkew
        && (notBefore is not { } start || new DateTimeOffset(start, TimeSpan.Zero) - ClockSkew <= now);

    private static string Short(string text) => text.Length <= LongestName ? text : text[..LongestName];
}
