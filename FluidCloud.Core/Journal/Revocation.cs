using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Journal;

/// <summary>
/// A key or a link that was revoked. The commit that revokes creates it; <see cref="WriteRevocations"/> copies it to the
/// journal and deletes it.
/// </summary>
public sealed record Revocation : Document, IDocumentType
{
    public static string Type => "revocation";

    public required TenantId TenantId { get; init; }
    public required RevokedKind Kind { get; init; }

    /// <summary>The id of the key, or of the share.</summary>
    public required string Target { get; init; }

    public static Revocation Of(TenantId tenant, RevokedKind kind, string target, DateTimeOffset now) =>
        new() { Id = $"revocation:{target}", TenantId = tenant, Kind = kind, Target = target, DueAt = now };
}

public enum RevokedKind
{
    Key,
    Share,
}

/// <summary>Revocations of all tenants that are not in the journal yet, oldest first.</summary>
public sealed record RevocationsDue(DateTimeOffset Now, int Limit) : Query<Revocation>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}
