using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Keys;
using FluidCloud.Core.Owners;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http.Owners;

/// <summary>The API keys of a tenant: list, make, revoke.</summary>
public sealed class OwnerKeysFunctions(OwnerPipeline owners, ListApiKeys list, CreateApiKey create, RevokeApiKey revoke)
{
    [Function(nameof(OwnerListKeys))]
    [Operation("List a tenant's keys, revoked ones too, the oldest first", Role = OwnerRole.Auditor, Fails = [404, 422])]
    [Answer(200, typeof(IReadOnlyList<KeyOut>))]
    public Task<IResult> OwnerListKeys(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "owner/api/tenants/{tenant_id}/keys")] HttpRequest request,
        string tenant_id, CancellationToken cancel) =>
        owners.ReadTenant(request, tenant_id, async tenant =>
            ApiJson.Result((await list.Run(tenant.TenantId, cancel)).Select(KeyOut.Of).ToList()));

    [Function(nameof(OwnerCreateKey))]
    [Operation("Make a key", Role = OwnerRole.Owner, Body = typeof(CreateKeyIn), Fails = [404, 409, 413, 422], Details = "The key itself is shown this once.")]
    [Answer(201, typeof(NewKeyOut))]
    public Task<IResult> OwnerCreateKey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "owner/api/tenants/{tenant_id}/keys")] HttpRequest request,
        string tenant_id, CancellationToken cancel) =>
        owners.ChangeTenant(request, OwnerRole.Owner, tenant_id, async tenant =>
        {
            var grant = (await RequestBody.Read<CreateKeyIn>(request, cancel)).ToGrant();
            var told = new Dictionary<string, string> { ["scopes"] = string.Join(' ', grant.Scopes) };
            if (grant.Label is { } label)
                told["label"] = label;
            return new(new("key.create", tenant.TenantId) { Details = told }, async () =>
            {
                var made = await create.Run(tenant.TenantId, grant, cancel);
                return ApiJson.Result(new NewKeyOut(made.Id, made.Text), StatusCodes.Status201Created);
            });
        });

    [Function(nameof(OwnerRevokeKey))]
    [Operation("Revoke a key", Role = OwnerRole.Owner, Fails = [404, 409, 422])]
    [Answer(204)]
    public Task<IResult> OwnerRevokeKey(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "owner/api/tenants/{tenant_id}/keys/{key}")] HttpRequest request,
        string tenant_id, string key, CancellationToken cancel) =>
        owners.ChangeTenant(request, OwnerRole.Owner, tenant_id, tenant => ApiKey.IsId(key)
            ? Task.FromResult(new PlannedDeed(new("key.revoke", tenant.TenantId, key), async () =>
            {
                await revoke.Run(tenant.TenantId, key, cancel);
                return Results.NoContent();
            }))
            : throw Errors.KeyNotFound());
}

/// <param name="Live">false makes a key that begins with <c>fck_test_</c>, with the same rights.</param>
/// <param name="Spaces">The only spaces that it opens; left out for all.</param>
/// <param name="FolderId">The only folder that it opens, with all below it.</param>
/// <param name="OnlyApp">Whether it opens nothing but the files of its app.</param>
/// <param name="MayErase">Whether it may erase for good; true when left out.</param>
/// <param name="ExpiresAt">When it stops working; left out for never.</param>
internal sealed record CreateKeyIn(
    [property: Field(Required = true, Min = 1, Max = 9, Example = "[\"files:read\"]")] IReadOnlyList<string?>? Scopes = null,
    [property: Field(Min = 1, Max = 200)] string? Label = null,
    [property: Field(Min = 1, Max = 64, Pattern = "^[a-z0-9_-]+$")] string? App = null,
    bool? Live = null,
    [property: Field(Max = KeyGrant.MaxSpaces, Example = "[\"2c3d4e5f-6071-4829-93b4-c5d6e7f8091a\"]")] IReadOnlyList<string?>? Spaces = null,
    [property: Field(IsId = true)] string? FolderId = null,
    bool? OnlyApp = null,
    bool? MayErase = null,
    DateTimeOffset? ExpiresAt = null)
{
    public KeyGrant ToGrant() => new(
        Scopes is { Count: > 0 } ? [.. Scopes.Select(scope => Scope.Parse(scope ?? ""))] : throw Errors.Invalid("scopes", "are required"), App, Live ?? true)
    {
        Label = Label is null ? null : Names.Validate(Label, "label", maxCharacters: 200),
        Spaces = [.. (Spaces ?? []).Select(space => Id.Parse<SpaceId>(space ?? "", "spaces"))],
        Folder = Id.ParseOptional<FolderId>(FolderId, "folder_id"),
        OnlyApp = OnlyApp ?? false,
        WithoutErasure = MayErase is false,
        ExpiresAt = ExpiresAt,
    };
}

/// <param name="Key">The key itself. It is not stored, and shown this once.</param>
internal sealed record NewKeyOut(
    [property: Field(Example = "\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"")] string Id,
    [property: Field(Example = "\"fck_live_9f86d081884c7d659a2feaa0c55ad015\"")] string Key);

/// <param name="Id">The SHA-256 of the key.</param>
/// <param name="Spaces">The only spaces that it opens; empty for all.</param>
/// <param name="LastUsedOn">The last day (UTC) on which it was used; null before the first.</param>
/// <param name="RevokedAt">null while it works.</param>
internal sealed record KeyOut(
    [property: Field(Example = "\"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\"")] string Id, string Prefix, string? Label, IReadOnlyList<string> Scopes, string? App,
    IReadOnlyList<SpaceId> Spaces, FolderId? FolderId, bool OnlyApp, bool MayErase, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt,
    [property: Field(Example = "\"2026-06-23\"")] string? LastUsedOn, DateTimeOffset? RevokedAt)
{
    public static KeyOut Of(ApiKey key) => new(
        key.ListedKeyId, key.Prefix, key.Label, key.Scopes, key.App, key.Spaces, key.Folder, key.OnlyApp, !key.WithoutErasure, key.CreatedAt, key.ExpiresAt,
        key.LastUsedOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), key.RevokedAt);
}
