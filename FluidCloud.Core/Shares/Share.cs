using System.Text.Json.Serialization;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Shares;

/// <summary>
/// A share: the record of a raw link, the public link to a file. It is bound to the file's id, not its name or location. It
/// stores only the hash of the link's token; <see cref="LinkTokens"/> can make the token again.
/// </summary>
public sealed record Share : Document, IDocumentType
{
    public static string Type => "share";

    [JsonIgnore]
    public ShareId ShareId => Core.Id.Parse<ShareId>(Id);

    public required TenantId TenantId { get; init; }
    public required FileId FileId { get; init; }
    public required SharePermission Permission { get; init; }

    /// <summary>null for a permanent link.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The id of the key that signed its token.</summary>
    public required string KeyId { get; init; }

    /// <summary>The SHA-256 of its token in hex.</summary>
    public required string TokenHash { get; init; }

    /// <summary>The displayed prefix of the API key that created it.</summary>
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether it counts towards the tenant's limit of expiring links.</summary>
    [JsonIgnore]
    public bool TakesSlot => ExpiresAt is not null;

    /// <summary>
    /// Whether the edge and others may cache it. A permanent link is cached for an hour; an expiring one is <c>no-store</c>.
    /// </summary>
    [JsonIgnore]
    public bool IsCached => ExpiresAt is null;

    /// <summary>Whether it had not expired at that time.</summary>
    public bool IsLiveAt(DateTimeOffset moment) => !(ExpiresAt <= moment);
}

/// <summary>How an expiring link is served. A permanent link is always displayed.</summary>
public enum SharePermission
{
    Download,
    View,
}

/// <summary>Shares, newest first.</summary>
/// <param name="File">null for the shares of all files.</param>
public sealed record SharesNewestFirst(FileId? File, int Limit) : Query<Share>(Limit)
{
    public override QueryShape Shape => QueryShape.All
        .WhereEqualIfGiven("file_id", File?.ToString())
        .NewestFirst("created_at", "id");

    /// <summary>The keyset that follows the share.</summary>
    public static Keyset Behind(Share share) => new([MetadataJson.Text(share.CreatedAt), share.Id]);

    public const int KeysetValues = 2;
}

/// <summary>Every share of a file.</summary>
public sealed record SharesOfFile(FileId File, int Limit) : Query<Share>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereEqual("file_id", File.ToString()).Ascending("created_at", "id");
}

/// <summary>Expired shares of all tenants.</summary>
public sealed record SharesDue(DateTimeOffset Now, int Limit) : Query<Share>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}
