using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Owners;

/// <summary>What an owner sets out to do.</summary>
/// <param name="Action">As in <c>tenant.create</c>.</param>
/// <param name="Tenant">null when it concerns no tenant, or one that does not exist yet.</param>
/// <param name="Target">The id of what it changes within the tenant; null for the tenant itself.</param>
public sealed record Deed(string Action, TenantId? Tenant = null, string? Target = null)
{
    /// <summary>What else an auditor needs to know, by name. Never a secret.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();
}

/// <summary>
/// A line of the owners' audit log. It is written before the deed and never changed: it says what an owner asked for, and
/// the deed may still have failed.
/// </summary>
public sealed record OwnerLogEntry : Document, IDocumentType
{
    public static string Type => "owner_log_entry";

    public required DateTimeOffset CreatedAt { get; init; }
    public required string Subject { get; init; }
    public required string Name { get; init; }
    public required OwnerRole Role { get; init; }
    public required string Action { get; init; }
    public TenantId? TenantId { get; init; }
    public string? Target { get; init; }
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>();
}
