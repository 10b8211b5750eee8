using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Receipts;

/// <summary>
/// Seals receipts: it holds their Merkle root and the hash of the block before, so that none can be changed, added or
/// taken away later without every following hash changing. Who has noted the hash of the last block can tell.
/// </summary>
public sealed record ReceiptBlock : Document, IDocumentType
{
    public static string Type => "receipt_block";

    /// <summary>From 1, without gaps.</summary>
    public required long Number { get; init; }

    /// <summary>Hex; <see cref="NoBlock"/> for the first.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>Hex: the Merkle root over the receipts, ordered by file id.</summary>
    public required string Root { get; init; }
    public required int Receipts { get; init; }
    public required DateTimeOffset SealedAt { get; init; }

    /// <summary>Hex: over all of the above.</summary>
    public required string Hash { get; init; }

    public static readonly string NoBlock = new('0', 64);

    /// <summary>As receipts name their block; sorts by number.</summary>
    [JsonIgnore]
    public string Seal => SealOf(Number);

    public static string SealOf(long number) => number.ToString("D12", CultureInfo.InvariantCulture);

    /// <param name="previous">null for the first block.</param>
    /// <param name="receipts">Ordered by id.</param>
    public static ReceiptBlock Over(ReceiptBlock? previous, IReadOnlyList<ErasureReceipt> receipts, DateTimeOffset now)
    {
        var number = (previous?.Number ?? 0) + 1;
        var block = new ReceiptBlock
        {
            Id = IdOf(SealOf(number)),
            Number = number,
            PreviousHash = previous?.Hash ?? NoBlock,
            Root = RootOf(receipts),
            Receipts = receipts.Count,
            SealedAt = now,
            Hash = "",
        };
        return block with { Hash = block.ComputeHash() };
    }

    public string ComputeHash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToSealedText())));

    /// <summary>The text of which <see cref="Hash"/> is the SHA-256: a line for each fact.</summary>
    public string ToSealedText() => string.Join('\n',
        "fluidcloud-receipt-block-1", Number.ToString(CultureInfo.InvariantCulture), PreviousHash, Root,
        Receipts.ToString(CultureInfo.InvariantCulture), MetadataJson.Text(SealedAt));

    public static string RootOf(IEnumerable<ErasureReceipt> receipts) => Convert.ToHexStringLower(MerkleTree.Root(Leaves(receipts)));

    /// <param name="receipts">All that the block seals, ordered by id.</param>
    public static byte[][] Leaves(IEnumerable<ErasureReceipt> receipts) =>
        [.. receipts.Select(receipt => Encoding.UTF8.GetBytes(receipt.ToSealedText()))];

    public static string IdOf(string seal) => $"receipt-block:{seal}";
}

/// <summary>The blocks of a tenant, the first first.</summary>
public sealed record ReceiptBlocks(int Limit) : Query<ReceiptBlock>(Limit)
{
    public override QueryShape Shape => QueryShape.All.Ascending("id");

    public static Keyset Behind(ReceiptBlock block) => new([block.Id]);
}

public sealed record LastReceiptBlock() : Query<ReceiptBlock>(Limit: 1)
{
    public override QueryShape Shape => QueryShape.All.NewestFirst("id");
}
