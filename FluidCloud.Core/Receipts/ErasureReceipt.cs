using System.Security.Cryptography;
using System.Text.Json.Serialization;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Receipts;

/// <summary>
/// What remains of a purged file: that it was erased, when and why, and no name or other personal data. The record turns
/// into it at the end of its purge, under the same id, which so is never used again; and it is never changed but for its
/// place in the erasure log.
/// </summary>
public sealed record ErasureReceipt : Document, IDocumentType
{
    public static string Type => "receipt";

    [JsonIgnore]
    public FileId FileId => Core.Id.Parse<FileId>(Id);

    public required TenantId TenantId { get; init; }

    /// <summary>Where the file was, and whose, for keys that are narrowed; null in one that was written before there were such.</summary>
    public SpaceId? SpaceId { get; init; }
    public FolderId? FolderId { get; init; }
    public string? App { get; init; }
    public required long Size { get; init; }

    /// <summary>Of the erased bytes; null when they were purged before they were scanned.</summary>
    public string? Sha256 { get; init; }
    public required DateTimeOffset ErasedAt { get; init; }
    public required PurgeCause Cause { get; init; }

    /// <summary>The sweep that asked; null for another cause.</summary>
    public SweepId? SweepId { get; init; }

    /// <summary>How many raw links died with the file.</summary>
    public int LinksKilled { get; init; }

    /// <summary>What storage said of the bytes.</summary>
    public required Erasure Storage { get; init; }

    /// <summary>
    /// 128 random bits in hex, so that nobody finds out from the public hash of a receipt, by trying, what it says. Zeros in
    /// one that was written before there were nonces.
    /// </summary>
    public string Nonce { get; init; } = new('0', 2 * NonceBytes);

    /// <summary>Its place in the erasure log; null until it is there.</summary>
    public long? LogIndex { get; init; }

    /// <summary>For the index: <see cref="LogIndex"/>, as text that sorts alike; empty until there is one.</summary>
    public string LogPlace => LogIndex?.ToString("D19", System.Globalization.CultureInfo.InvariantCulture) ?? "";

    private const int NonceBytes = 16;

    public static string IdOf(FileId file) => file.ToString();

    /// <returns>The receipt that is to take the tombstone's place. It is due for the erasure log at once.</returns>
    public static ErasureReceipt Of(FileItem tombstone, Erasure storage, DateTimeOffset now) => new()
    {
        Id = IdOf(tombstone.FileId),
        ETag = tombstone.ETag,
        TenantId = tombstone.TenantId,
        SpaceId = tombstone.SpaceId,
        FolderId = tombstone.FolderId,
        App = tombstone.SourceApp,
        Size = tombstone.Size,
        Sha256 = tombstone.Sha256,
        ErasedAt = now,
        Cause = tombstone.Purge!.Cause,
        SweepId = tombstone.Purge.Sweep,
        LinksKilled = tombstone.Purge.LinksKilled,
        Storage = storage,
        Nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NonceBytes)),
        DueAt = now,
    };

    /// <summary>What the log holds the hash of.</summary>
    public ReceiptText ToText() => new(TenantId, FileId, Size, Sha256, ErasedAt, Cause, SweepId, LinksKilled, Storage, Nonce);

    /// <summary>The hash that stands for it in the log.</summary>
    public byte[] ToLeaf() => TreeHash.Leaf(ToText().ToBytes());
}

/// <summary>The receipts of a sweep, by file.</summary>
public sealed record ReceiptsOfSweep(SweepId Sweep, int Limit) : Query<ErasureReceipt>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereEqual("sweep_id", Sweep.ToString()).Ascending("id");

    public static Keyset Behind(ErasureReceipt receipt) => new([receipt.Id]);
}

/// <summary>The receipts of those files that have one.</summary>
public sealed record ReceiptsById(IReadOnlyList<string> Ids) : Query<ErasureReceipt>(Limit: Ids.Count)
{
    public override QueryShape Shape => QueryShape.All.WhereIn("id", Ids);
}

/// <summary>Receipts that are not in the erasure log yet, over all tenants, the oldest first.</summary>
public sealed record ReceiptsDue(DateTimeOffset Now, int Limit) : Query<ErasureReceipt>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}
