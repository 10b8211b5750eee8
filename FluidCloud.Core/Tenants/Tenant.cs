using System.Text.Json.Serialization;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Tenants;

/// <summary>A customer: owns spaces, files, API keys and one storage quota.</summary>
public sealed record Tenant : Document, IDocumentType
{
    public static string Type => "tenant";

    /// <summary>The id of the one tenant document in the tenant's partition.</summary>
    public const string OnlyId = "tenant";

    public required TenantId TenantId { get; init; }
    public required string Name { get; init; }

    /// <summary>The storage quota in bytes, or <see cref="Unlimited"/>.</summary>
    public required long BytesLimit { get; init; }

    /// <summary>How many expiring links may exist at once, or <see cref="Unlimited"/>.</summary>
    public required long LinksLimit { get; init; }

    /// <summary>API calls that its plan includes per calendar month (UTC), or <see cref="Unlimited"/>.</summary>
    public long MonthlyCallsLimit { get; init; } = Unlimited;

    /// <summary>Days after which Trash is purged automatically; null for never.</summary>
    public int? TrashRetentionDays { get; init; }

    /// <summary>Since when its keys are refused; null while they work. Its raw links go on.</summary>
    public DateTimeOffset? SuspendedAt { get; init; }

    /// <summary>Since when an owner's erasure of the tenant runs; null when none does. Then nothing of it may be changed.</summary>
    public DateTimeOffset? ErasingSince { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonIgnore]
    public TimeSpan? TrashRetention => TrashRetentionDays is { } days ? TimeSpan.FromDays(days) : null;

    /// <exception cref="FluidCloudException">409: it is being erased.</exception>
    public void RequireNotErasing()
    {
        if (ErasingSince is not null)
            throw Errors.TenantErasing();
    }

    public const int MaxTrashRetentionDays = 3650;

    public const long Unlimited = -1;
}
