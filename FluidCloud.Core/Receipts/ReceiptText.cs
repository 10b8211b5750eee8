using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Core.Receipts;

/// <summary>The canonical text of a receipt, whose hash is in the erasure log; docs/erasure-log.md specifies it to the byte.</summary>
/// <param name="Sha256">Hex; null when the bytes were purged before they were scanned.</param>
/// <param name="Nonce">128 bits in hex.</param>
public sealed partial record ReceiptText(
    TenantId Tenant, FileId File, long Size, string? Sha256, DateTimeOffset ErasedAt, PurgeCause Cause, SweepId? Sweep, int Links, Erasure Storage, string Nonce)
{
    private const string Version = "fluidcloud-erasure-receipt/v2";

    /// <exception cref="FormatException">It is not such a text, or not in canonical form.</exception>
    public static ReceiptText Parse(byte[] bytes)
    {
        var found = Form().Match(Encoding.Latin1.GetString(bytes));
        if (!found.Success)
            throw new FormatException($"It is no receipt of the form {Version}.");
        var text = new ReceiptText(
            new(Guid.Parse(Value("tenant"))), new(Guid.Parse(Value("file"))), Number("size"), OrNull("sha256"),
            DateTimeOffset.TryParse(Value("erased"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var erased) ? erased : throw new FormatException("The receipt has no time that can be."),
            Word<PurgeCause>("cause"), OrNull("sweep") is { } sweep ? new SweepId(Guid.Parse(sweep)) : null, checked((int)Number("links")), Word<Erasure>("storage"), Value("nonce"));
        return text.ToBytes().AsSpan().SequenceEqual(bytes) ? text : throw new FormatException("The receipt is not written in the one way that there is.");

        string Value(string name) => found.Groups[name].Value;
        string? OrNull(string name) => Value(name) is not "-" and var value ? value : null;
        long Number(string name) => long.TryParse(Value(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && (name == "size" || number <= int.MaxValue)
            ? number : throw new FormatException($"The {name} of the receipt is too large.");
        T Word<T>(string name) where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(word => MetadataJson.Text(word!.Value) == Value(name))
            ?? throw new FormatException($"'{Value(name)}' is no {name} that is known here.");
    }

    public byte[] ToBytes() => Encoding.ASCII.GetBytes(ToString());

    public override string ToString() => string.Concat(new[]
    {
        Version,
        "subject file",
        $"tenant {Tenant}",
        $"file {File}",
        $"size {Size.ToString(CultureInfo.InvariantCulture)}",
        $"sha256 {Sha256 ?? "-"}",
        $"erased {MetadataJson.Text(ErasedAt)}",
        $"cause {MetadataJson.Text(Cause)}",
        $"sweep {Sweep?.ToString() ?? "-"}",
        $"links {Links.ToString(CultureInfo.InvariantCulture)}",
        "method delete",
        $"storage {MetadataJson.Text(Storage)}",
        $"nonce {Nonce}",
    }.Select(line => line + "\n"));

    private const string Id = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    [GeneratedRegex(@"\A" + Version + @"\nsubject file\ntenant (?<tenant>" + Id + @")\nfile (?<file>" + Id + @")\nsize (?<size>[0-9]{1,19})\n"
        + @"sha256 (?<sha256>-|[0-9a-f]{64})\nerased (?<erased>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{7}Z)\n"
        + @"cause (?<cause>[a-z_]+)\nsweep (?<sweep>-|" + Id + @")\nlinks (?<links>[0-9]{1,10})\nmethod delete\nstorage (?<storage>[a-z_]+)\nnonce (?<nonce>[0-9a-f]{32})\n\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
