using System.Globalization;
using System.Text.Json.Serialization;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Receipts;

/// <summary>
/// What remains of a purged file: that it was erased, when and why, and no name or other personal data. The record turns
/// into it at the end of its purge, under the same id, which so is never used again; and it is never changed but for its seal.
/// </summary>
public sealed record ErasureReceipt : Document, IDocumentType
{
    public static string Type => "receipt";

    [JsonIgnore]
    public FileId FileId => Core.Id.Parse<FileId>(Id);

    public required TenantId TenantId { get; init; }
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

    /// <summary>The block that seals it, or <see cref="Unsealed"/>.</summary>
    public string Seal { get; init; } = Unsealed;

    public const string Unsealed = "pending";

    /// <summary>How long receipts are gathered before they are sealed.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMinutes(1);

    public static string IdOf(FileId file) => file.ToString();

    /// <returns>The receipt that is to take the tombstone's place.</returns>
    public static ErasureReceipt Of(FileItem tombstone, Erasure storage, DateTimeOffset now) => new()
    {
        Id = IdOf(tombstone.FileId),
        ETag = tombstone.ETag,
        TenantId = tombstone.TenantId,
        Size = tombstone.Size,
        Sha256 = tombstone.Sha256,
        ErasedAt = now,
        Cause = tombstone.Purge!.Cause,
        SweepId = tombstone.Purge.Sweep,
        LinksKilled = tombstone.Purge.LinksKilled,
        Storage = storage,
        DueAt = now + Gathering,
    };

    /// <summary>The text that is sealed: every fact in a fixed order, a line each, <c>-</c> for null.</summary>
    public string ToSealedText() => string.Join('\n',
        "fluidcloud-erasure-receipt-1",
        TenantId, FileId, Size.ToString(CultureInfo.InvariantCulture), Sha256 ?? "-", MetadataJson.Text(ErasedAt),
        MetadataJson.Text(Cause), SweepId?.ToString() ?? "-", LinksKilled.ToString(CultureInfo.InvariantCulture), MetadataJson.Text(Storage));
}

/// <summary>The receipts of a block, or those that wait for one, by file.</summary>
public sealed record ReceiptsOfSeal(string Seal, int Limit) : Query<ErasureReceipt>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereEqual("seal", Seal).Ascending("id");
}

/// <summary>The receipts of a sweep, by file.</summary>
public sealed record ReceiptsOfSweep(SweepId Sweep, int Limit) : Query<ErasureReceipt>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereEqual("sweep_id", Sweep.ToString()).Ascending("id");

    public static Keyset Behind(ErasureReceipt receipt) => new([receipt.Id]);
}

/// <summary>Receipts that wait to be sealed, over all tenants.</summary>
public sealed record ReceiptsDue(DateTimeOffset Now, int Limit) : Query<ErasureReceipt>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}
