using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Functions.Http.Owners;

/// <summary>The identity provider of owners. Without an issuer there are none in Azure, and every owner route is a 404.</summary>
public sealed record OwnerSettings : IValidatableObject
{
    /// <summary>The provider's issuer, as its discovery document has it: <c>https://login.microsoftonline.com/TENANT/v2.0</c>.</summary>
    public Uri? Issuer { get; init; }

    /// <summary>The <c>aud</c> of the tokens for this API.</summary>
    public string Audience { get; init; } = "";

    /// <summary>By which the dashboard signs in: authorization code with PKCE.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>What the dashboard asks the provider for; empty for what Entra ID wants: <c>openid profile AUDIENCE/.default</c>.</summary>
    public string Scope { get; init; } = "";

    /// <summary>What the dashboard asks for in the end.</summary>
    internal string ScopeOrDefault => Scope.Length > 0 ? Scope : $"openid profile {Audience}/.default";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Issuer is null)
            yield break;
        if (Issuer.Scheme != Uri.UriSchemeHttps && !(Issuer.Scheme == Uri.UriSchemeHttp && Issuer.IsLoopback))
            yield return new("issuer must be https", [nameof(Issuer)]);
        if (Audience.Length == 0 || ClientId.Length == 0)
            yield return new("audience and clientId must be set with issuer", [nameof(Audience), nameof(ClientId)]);
    }
}
