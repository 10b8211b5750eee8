using FluidCloud.Core;
using FluidCloud.Core.Owners;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http.Owners;

/// <summary>How an owner signs in and out, and who that is.</summary>
public sealed class OwnerDoorFunctions(OwnerPipeline owners, LocalOwners local, OwnerTokens tokens, OwnerSettings settings)
{
    [Function(nameof(GetOwnerSignIn))]
    [Operation("Read how to sign in", Public = true, Fails = [404])]
    [Answer(200, typeof(OwnerSignInOut))]
    public Task<IResult> GetOwnerSignIn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "owner/api/sign-in")] HttpRequest request) =>
        owners.Door(request, () => Task.FromResult(ApiJson.Result(tokens.IsOn
            ? new OwnerSignInOut("oidc", settings.Issuer!.OriginalString, settings.ClientId, settings.ScopeOrDefault)
            : new OwnerSignInOut("local", Issuer: null, ClientId: null, Scope: null))));

    [Function(nameof(CreateOwnerSession))]
    [Operation("Trade the token of a local link for a session", Public = true, Body = typeof(OwnerSessionIn), Fails = [401, 403, 404, 413, 422],
        Details = "On a local host only. The session is a cookie; the token works once.")]
    [Answer(200, typeof(OwnerOut))]
    public Task<IResult> CreateOwnerSession(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "owner/api/session")] HttpRequest request, CancellationToken cancel) =>
        owners.Door(request, async () =>
        {
            var body = await RequestBody.Read<OwnerSessionIn>(request, cancel);
            return ApiJson.Result(OwnerOut.Of(local.SignIn(request, body.Token ?? throw Errors.Invalid("token", "is required"))));
        });

    [Function(nameof(DeleteOwnerSession))]
    [Operation("End the local session", Public = true, Fails = [403, 404])]
    [Answer(204)]
    public Task<IResult> DeleteOwnerSession(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "owner/api/session")] HttpRequest request) =>
        owners.Door(request, () =>
        {
            local.SignOut(request);
            return Task.FromResult(Results.NoContent());
        });

    [Function(nameof(GetOwner))]
    [Operation("Read who is signed in", Role = OwnerRole.Auditor)]
    [Answer(200, typeof(OwnerOut))]
    public Task<IResult> GetOwner(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "owner/api/me")] HttpRequest request) =>
        owners.Read(request, OwnerRole.Auditor, owner => Task.FromResult(ApiJson.Result(OwnerOut.Of(owner))));
}

internal sealed record OwnerSessionIn([property: Field(Required = true)] string? Token = null);

/// <param name="Kind"><c>local</c>: by the link that the host prints; the other fields are null.</param>
/// <param name="Scope">What to ask the provider for.</param>
internal sealed record OwnerSignInOut(
    [property: Field(Values = ["oidc", "local"])] string Kind, [property: Field(Example = "\"https://login.example/v2.0\"")] string? Issuer,
    [property: Field(Example = "\"9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f\"")] string? ClientId,
    [property: Field(Example = "\"openid profile\"")] string? Scope);

/// <param name="Subject">The lasting id that the identity provider has for the person.</param>
internal sealed record OwnerOut(
    [property: Field(Example = "\"9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f\"")] string Subject, [property: Field(Example = "\"Ada Lovelace\"")] string Name, OwnerRole Role)
{
    public static OwnerOut Of(Owner owner) => new(owner.Subject, owner.Name, owner.Role);
}
