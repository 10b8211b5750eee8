using System.Text.Json.Serialization;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Tenants;

/// <summary>A customer: the owner of spaces, files, keys and one storage pool.</summary>
public sealed record Tenant : Document, IDocumentType
{
    public static string Type => "tenant";

    /// <summary>The one tenant document of the tenant's partition.</summary>
    public const string OnlyId = "tenant";

    public required TenantId TenantId { get; init; }
    public required string Name { get; init; }

    /// <summary>The storage pool in bytes, or <see cref="Unlimited"/>.</summary>
    public required long BytesLimit { get; init; }

    /// <summary>How many expiring links may exist at a time, or <see cref="Unlimited"/>.</summary>
    public required long LinksLimit { get; init; }

    /// <summary>The API calls that its plan includes in a calendar month (UTC), or <see cref="Unlimited"/>.</summary>
    public long MonthlyCallsLimit { get; init; } = Unlimited;

    /// <summary>What is in Trash for longer is purged; null leaves it there until somebody empties the Trash.</summary>
    public int? TrashRetentionDays { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonIgnore]
    public TimeSpan? TrashRetention => TrashRetentionDays is { } days ? TimeSpan.FromDays(days) : null;

    public const int MaxTrashRetentionDays = 3650;

    public const long Unlimited = -1;
}
