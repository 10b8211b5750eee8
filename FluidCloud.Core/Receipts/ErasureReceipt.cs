using System.Security.Cryptography;
using System.Text.Json.Serialization;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Receipts;

/// <summary>
/// What remains of an erased file: that it was erased, when and why, without its name or other personal data. The file's
/// record becomes the receipt at the end of the purge, with the same id, which is never reused. Afterwards only its place
/// in the erasure log is added. A closing receipt counts what was erased with an app or a tenant; its id is that of the
/// erasure.
/// </summary>
public sealed record ErasureReceipt : Document, IDocumentType
{
    public static string Type => "receipt";

    [JsonIgnore]
    public FileId FileId => Core.Id.Parse<FileId>(Id);

    public required TenantId TenantId { get; init; }

    public ReceiptSubject Subject { get; init; }

    /// <summary>How many files were erased with an app or a tenant; 0 for a file.</summary>
    public long Files { get; init; }

    /// <summary>How many keys were revoked with an app or a tenant; 0 for a file.</summary>
    public long Keys { get; init; }

    /// <summary>Where the file was, for narrowed keys; null in receipts written before there were narrowed keys.</summary>
    public SpaceId? SpaceId { get; init; }
    public FolderId? FolderId { get; init; }
    public string? App { get; init; }

    /// <summary>In bytes; of an app or a tenant, of all files that were erased with it.</summary>
    public required long Size { get; init; }

    /// <summary>The SHA-256 of the erased bytes; null when they were erased before they were scanned.</summary>
    public string? Sha256 { get; init; }
    public required DateTimeOffset ErasedAt { get; init; }
    public required PurgeCause Cause { get; init; }

    /// <summary>The sweep that erased the file; null for another cause.</summary>
    public SweepId? SweepId { get; init; }

    /// <summary>The number of live raw links deleted with the file.</summary>
    public int LinksKilled { get; init; }

    /// <summary>What storage reported about the erasure.</summary>
    public required Erasure Storage { get; init; }

    /// <summary>
    /// 128 random bits in hex, so that the content of a receipt can't be guessed from its public hash. Zeros in receipts written
    /// before there were nonces.
    /// </summary>
    public string Nonce { get; init; } = new('0', 2 * NonceBytes);

    /// <summary>Its index in the erasure log; null until it is there.</summary>
    public long? LogIndex { get; init; }

    /// <summary><see cref="LogIndex"/> as text of fixed width, for the database index; empty until there is one.</summary>
    public string LogPlace => LogIndex?.ToString("D19", System.Globalization.CultureInfo.InvariantCulture) ?? "";

    private const int NonceBytes = 16;

    public static string IdOf(FileId file) => file.ToString();

    /// <returns>The receipt that replaces the tombstone. It is due for the erasure log at once.</returns>
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
        Nonce = NewNonce(),
        DueAt = now,
    };

    /// <param name="app">null: of the whole tenant.</param>
    /// <returns>The receipt that ends the erasure of an app or a tenant.</returns>
    public static ErasureReceipt Closing(TenantId tenant, ErasureId erasure, string? app, ErasedWith counts, DateTimeOffset now) => new()
    {
        Id = erasure.ToString(),
        TenantId = tenant,
        Subject = app is null ? ReceiptSubject.Tenant : ReceiptSubject.App,
        App = app,
        Files = counts.Files,
        Size = counts.Bytes,
        LinksKilled = (int)Math.Min(counts.Links, int.MaxValue),
        Keys = counts.Keys,
        ErasedAt = now,
        Cause = app is null ? PurgeCause.Tenant : PurgeCause.App,
        Storage = Erasure.Absent,
        Nonce = NewNonce(),
        DueAt = now,
    };

    private static string NewNonce() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NonceBytes));

    /// <summary>The text whose hash is in the log.</summary>
    public ReceiptText ToText() => new(TenantId, FileId, Size, Sha256, ErasedAt, Cause, SweepId, LinksKilled, Storage, Nonce)
    {
        Subject = Subject, App = Subject == ReceiptSubject.App ? App : null, Files = Files, Keys = Keys,
    };

    /// <summary>The hash of the receipt as a leaf of the log.</summary>
    public byte[] ToLeaf() => TreeHash.Leaf(ToText().ToBytes());
}

/// <summary>What went with an app or a tenant.</summary>
public sealed record ErasedWith(long Files, long Bytes, long Links, long Keys);

/// <summary>What was erased.</summary>
public enum ReceiptSubject
{
    File,

    /// <summary>All files of an app of a tenant.</summary>
    App,

    /// <summary>A tenant with everything of it.</summary>
    Tenant,
}

/// <summary>The receipts of a sweep, by file.</summary>
public sealed record ReceiptsOfSweep(SweepId Sweep, int Limit) : Query<ErasureReceipt>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereEqual("sweep_id", Sweep.ToString()).Ascending("id");

    public static Keyset Behind(ErasureReceipt receipt) => new([receipt.Id]);
}

/// <summary>The receipts of files, by id; files without one are missing.</summary>
public sealed record ReceiptsById(IReadOnlyList<string> Ids) : Query<ErasureReceipt>(Limit: Ids.Count)
{
    public override QueryShape Shape => QueryShape.All.WhereIn("id", Ids);
}

/// <summary>Receipts of all tenants that are not in the erasure log yet, oldest first.</summary>
public sealed record ReceiptsDue(DateTimeOffset Now, int Limit) : Query<ErasureReceipt>(Limit)
{
    public override QueryShape Shape => QueryShape.All.WhereUpTo("due_at", Now).Ascending("due_at", "id");
}
