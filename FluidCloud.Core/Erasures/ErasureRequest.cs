using System.Text.Json.Serialization;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Erasures;

/// <summary>
/// An owner's request to erase a tenant or one of its apps, with what is done of it. A tenant has at most one at a time. It
/// ends in the commit that creates the closing receipt, or that cancels it.
/// </summary>
public sealed record ErasureRequest : Document, IDocumentType
{
    public static string Type => "erasure_request";

    /// <summary>The id of the one request in the tenant's partition.</summary>
    public const string OnlyId = "erasure";

    public required ErasureId ErasureId { get; init; }
    public required TenantId TenantId { get; init; }

    /// <summary>null: the whole tenant.</summary>
    public string? App { get; init; }

    /// <summary>The name of the owner.</summary>
    public required string RequestedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it begins. Until then it can be cancelled.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>When it began; null until then.</summary>
    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>What the finished sweeps of this erasure have purged.</summary>
    public long Files { get; init; }
    public long Bytes { get; init; }
    public long Links { get; init; }

    /// <summary>Keys of the tenant that are gone.</summary>
    public long Keys { get; init; }

    /// <summary>What it waits for; null while it works.</summary>
    public ErasureWait? WaitsFor { get; init; }

    [JsonIgnore]
    public PurgeCause Cause => App is null ? PurgeCause.Tenant : PurgeCause.App;

    /// <summary>Whether what was made for that app is erased.</summary>
    /// <param name="app">null of a key for the native app.</param>
    public bool Covers(string? app) => App is null || app == App;
}

public enum ErasureWait
{
    /// <summary>For its files to be purged.</summary>
    Files,

    /// <summary>For requests that began before the keys were revoked to end.</summary>
    Requests,

    /// <summary>For the last signed URL of an upload to expire: until then bytes may arrive.</summary>
    Uploads,

    /// <summary>For the edge to forget dead links, and the journal to know of revoked keys.</summary>
    Links,
}

/// <summary>The erasures of all tenants that wait or run. Each has a due time.</summary>
public sealed record ErasuresOpen(int Limit) : Query<ErasureRequest>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", DateTimeOffset.MaxValue).Ascending("due_at", "id");
}

/// <summary>Erasures of all tenants that are to begin or to go on.</summary>
public sealed record ErasuresDue(DateTimeOffset Now, int Limit) : Query<ErasureRequest>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}
