namespace FluidCloud.Core.Access;

/// <summary>Who is calling: what a good API key says.</summary>
/// <param name="KeyPrefix">The shown beginning of the key, such as <c>fck_live_9f1c...</c>: what <c>created_by</c> names.</param>
/// <param name="App">The product namespace of the key; null when it has none of its own.</param>
public sealed record Caller(TenantId Tenant, string KeyPrefix, IReadOnlySet<string> Scopes, string? App)
{
    /// <summary>What of the tenant the key may touch.</summary>
    public Reach Reach { get; init; } = new(Tenant);

    /// <summary>Whether it may erase for good; false only for a key that was made without.</summary>
    public bool MayErase { get; init; } = true;

    /// <summary>When the key stops working; null for never.</summary>
    public DateTimeOffset? KeyExpiresAt { get; init; }

    /// <summary>The id of the key: the SHA-256 of its text.</summary>
    public required string KeyId { get; init; }

    public required DateTimeOffset KeyCreatedAt { get; init; }

    /// <exception cref="FluidCloudException">The key lacks one of the scopes (statement 6).</exception>
    public void Require(IReadOnlyList<Scope> required)
    {
        var missing = required.Select(scope => scope.Name).Where(name => !Scopes.Contains(name)).ToList();
        if (missing.Count > 0)
            throw Errors.InsufficientScope([.. required.Select(scope => scope.Name)], missing);
    }

    /// <summary>For every route of permanent deletion (statement 235).</summary>
    /// <exception cref="FluidCloudException">The key was made without the right to erase for good.</exception>
    public void RequireErasure()
    {
        if (!MayErase)
            throw Errors.InsufficientScope([Scope.Purge], [Scope.Purge]);
    }
}
