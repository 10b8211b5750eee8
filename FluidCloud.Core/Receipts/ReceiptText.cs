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

    public ReceiptSubject Subject { get; init; }

    /// <summary>The app that was erased; null for another subject.</summary>
    public string? App { get; init; }

    /// <summary>Files erased with an app or a tenant; 0 for a file.</summary>
    public long Files { get; init; }

    /// <summary>Keys revoked with an app or a tenant; 0 for a file.</summary>
    public long Keys { get; init; }

    /// <summary>The erasure whose end this is, for an app or a tenant.</summary>
    public ErasureId Erasure => new(File.Value);

    /// <exception cref="FormatException">It is not such a text, or not in canonical form.</exception>
    public static ReceiptText Parse(byte[] bytes)
    {
        var content = Encoding.Latin1.GetString(bytes);
        var found = Form().Match(content);
        var closing = ClosingForm().Match(content);
        if (!found.Success && !closing.Success)
            throw new FormatException($"It is no receipt of the form {Version}.");
        ReceiptText text;
        if (found.Success)
        {
            text = new(
                new(Guid.Parse(Value("tenant"))), new(Guid.Parse(Value("file"))), Number("size"), OrNull("sha256"), Time(),
                Word<PurgeCause>("cause"), OrNull("sweep") is { } sweep ? new SweepId(Guid.Parse(sweep)) : null, checked((int)Number("links")), Word<Erasure>("storage"), Value("nonce"));
        }
        else
        {
            found = closing;
            var app = Value("subject") == "app" ? Value("app") : null;
            text = new(
                new(Guid.Parse(Value("tenant"))), new(Guid.Parse(Value("erasure"))), Number("size"), Sha256: null, Time(),
                app is null ? PurgeCause.Tenant : PurgeCause.App, Sweep: null, checked((int)Number("links")), Blobs.Erasure.Absent, Value("nonce"))
            {
                Subject = app is null ? ReceiptSubject.Tenant : ReceiptSubject.App, App = app, Files = Number("files"), Keys = Number("keys"),
            };
        }
        return text.ToBytes().AsSpan().SequenceEqual(bytes) ? text : throw new FormatException("The receipt is not written in the one way that there is.");

        DateTimeOffset Time() => DateTimeOffset.TryParse(Value("erased"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var erased)
            ? erased : throw new FormatException("The receipt has no time that can be.");
        string Value(string name) => found.Groups[name].Value;
        string? OrNull(string name) => Value(name) is not "-" and var value ? value : null;
        long Number(string name) => long.TryParse(Value(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && (name != "links" || number <= int.MaxValue)
            ? number : throw new FormatException($"The {name} of the receipt is too large.");
        T Word<T>(string name) where T : struct, Enum => Enum.GetValues<T>().Cast<T?>().FirstOrDefault(word => MetadataJson.Text(word!.Value) == Value(name))
            ?? throw new FormatException($"'{Value(name)}' is no {name} that is known here.");
    }

    public byte[] ToBytes() => Encoding.ASCII.GetBytes(ToString());

    public override string ToString() => string.Concat((Subject == ReceiptSubject.File ? FileLines() : ClosingLines()).Select(line => line + "\n"));

    private IEnumerable<string> ClosingLines() =>
    [
        Version,
        $"subject {MetadataJson.Text(Subject)}",
        $"tenant {Tenant}",
        $"erasure {Erasure}",
        $"app {App ?? "-"}",
        $"files {Files.ToString(CultureInfo.InvariantCulture)}",
        $"size {Size.ToString(CultureInfo.InvariantCulture)}",
        $"links {Links.ToString(CultureInfo.InvariantCulture)}",
        $"keys {Keys.ToString(CultureInfo.InvariantCulture)}",
        $"erased {MetadataJson.Text(ErasedAt)}",
        $"nonce {Nonce}",
    ];

    private IEnumerable<string> FileLines() =>
    [
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
    ];

    private const string Id = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    [GeneratedRegex(@"\A" + Version + @"\nsubject file\ntenant (?<tenant>" + Id + @")\nfile (?<file>" + Id + @")\nsize (?<size>[0-9]{1,19})\n"
        + @"sha256 (?<sha256>-|[0-9a-f]{64})\nerased (?<erased>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{7}Z)\n"
        + @"cause (?<cause>[a-z_]+)\nsweep (?<sweep>-|" + Id + @")\nlinks (?<links>[0-9]{1,10})\nmethod delete\nstorage (?<storage>[a-z_]+)\nnonce (?<nonce>[0-9a-f]{32})\n\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    /// <remarks>The name of an app may be a dash: then the subject tells it from none.</remarks>
    [GeneratedRegex(@"\A" + Version + @"\nsubject (?<subject>app|tenant)\ntenant (?<tenant>" + Id + @")\nerasure (?<erasure>" + Id + @")\napp (?<app>-|[a-z0-9_-]{1,64})\n"
        + @"files (?<files>[0-9]{1,19})\nsize (?<size>[0-9]{1,19})\nlinks (?<links>[0-9]{1,10})\nkeys (?<keys>[0-9]{1,19})\n"
        + @"erased (?<erased>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{7}Z)\nnonce (?<nonce>[0-9a-f]{32})\n\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex ClosingForm();
}
