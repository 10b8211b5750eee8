using FluidCloud.Core.Access;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Spaces;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Keys;

/// <summary>Creates an API key for a tenant.</summary>
public sealed class CreateApiKey(IMetadataStore metadata, FindTenant find, FindSpace spaces, FindFolder folders, TimeProvider time)
{
    /// <remarks>
    /// Two partitions need two commits. The tenant's list comes first: after an interruption it shows a key that never works,
    /// because nobody has its text. In the other order, a key could work that no list shows.
    /// </remarks>
    /// <exception cref="FluidCloudException">
    /// 404 no such tenant, space or folder; 409 the tenant is being erased; 422 an invalid app, or bounds that contradict each other.
    /// </exception>
    public async Task<NewApiKey> Run(TenantId tenant, KeyGrant grant, CancellationToken cancel)
    {
        var owner = await find.Run(tenant, cancel);
        owner.RequireNotErasing();
        var suspendedAt = owner.SuspendedAt;
        var now = time.GetUtcNow();
        grant = await Checked(tenant, grant, now, cancel);
        var text = ApiKey.NewText(grant.Live);
        var id = ApiKey.Hash(text);
        var key = new ApiKey
        {
            Id = ApiKey.OnlyId,
            TenantId = tenant,
            Prefix = ApiKey.PrefixOf(text),
            Label = grant.Label,
            Scopes = [.. grant.Scopes.Select(scope => scope.Name).Distinct()],
            App = grant.App is null ? null : ProductNamespace.Validate(grant.App),
            Spaces = grant.Spaces,
            Folder = grant.Folder,
            OnlyApp = grant.OnlyApp,
            WithoutErasure = grant.WithoutErasure,
            ExpiresAt = grant.ExpiresAt,
            CreatedAt = now,
        };
        await metadata.Commit(Partitions.Of(tenant), [Change.Create(key with { Id = ApiKey.ListedIdOf(id) })], cancel);
        await metadata.Commit(Partitions.OfApiKey(id), [Change.Create(key with { SuspendedAt = suspendedAt })], cancel);
        return new(id, text);
    }

    /// <returns>The grant with the space of its folder.</returns>
    private async Task<KeyGrant> Checked(TenantId tenant, KeyGrant grant, DateTimeOffset now, CancellationToken cancel)
    {
        if (grant is { OnlyApp: true, App: null })
            throw Errors.Invalid("app", "is required for a key that is narrowed to it");
        if (grant.ExpiresAt <= now)
            throw Errors.Invalid("expires_at", "must be in the future");
        if (grant.Label is { } label)
            grant = grant with { Label = Names.Validate(label, "label", maxCharacters: 200) };
        if (grant.Spaces.Count > KeyGrant.MaxSpaces)
            throw Errors.Invalid("spaces", $"must not be more than {KeyGrant.MaxSpaces}");
        foreach (var space in grant.Spaces)
            await spaces.Run(tenant, space, cancel);
        if (grant.Folder is not { } id)
            return grant with { Spaces = [.. grant.Spaces.Distinct()] };
        if (grant.Spaces.Count > 0)
            throw Errors.Invalid("folder", "does not go together with spaces: a folder has one");
        return grant with { Spaces = [(await folders.ById(tenant, id, cancel)).Stored.SpaceId] };
    }
}

/// <summary>The rights of a new key.</summary>
/// <param name="App">The product namespace of its uploads; null for the native one.</param>
/// <param name="Live">false for a <c>fck_test_</c> key, which has the same rights and only another prefix.</param>
public sealed record KeyGrant(IReadOnlyList<Scope> Scopes, string? App = null, bool Live = true)
{
    /// <summary>The most spaces that a key may be narrowed to: it is read with each request.</summary>
    public const int MaxSpaces = 20;

    /// <inheritdoc cref="ApiKey.Label"/>
    public string? Label { get; init; }

    /// <inheritdoc cref="ApiKey.Spaces"/>
    public IReadOnlyList<SpaceId> Spaces { get; init; } = [];

    /// <inheritdoc cref="ApiKey.Folder"/>
    public FolderId? Folder { get; init; }

    /// <inheritdoc cref="ApiKey.OnlyApp"/>
    public bool OnlyApp { get; init; }

    /// <inheritdoc cref="ApiKey.WithoutErasure"/>
    public bool WithoutErasure { get; init; }

    /// <inheritdoc cref="ApiKey.ExpiresAt"/>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <param name="Text">The key itself: the only time it is seen.</param>
public sealed record NewApiKey(string Id, string Text);
