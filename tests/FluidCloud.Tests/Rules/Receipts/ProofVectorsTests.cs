using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluidCloud.Cli.Admin;
using FluidCloud.Core;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Tombstones;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Rules;

/// <summary>
/// <c>sdk/proof-vectors.json</c> holds what <c>./run admin verify --json</c> prints for proofs of all kinds; the SDKs check their verifiers
/// against it. <c>FLUIDCLOUD_TEST_WRITE_VECTORS=1</c> writes the file.
/// </summary>
public sealed class ProofVectorsTests : IDisposable
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly NoteSigner Log = TestLog.Settings.Signer();
    private static readonly NoteSigner Other = new("other.test/erasure-log", NoteKeyType.Ed25519, Seed(9));
    private static readonly NoteSigner[] Witnesses = [.. Enumerable.Range(2, 3).Select(seed => new NoteSigner($"witness.test/{seed}", NoteKeyType.Cosignature, Seed((byte)seed)))];
    private static readonly DateTimeOffset Seen = DateTimeOffset.FromUnixTimeSeconds(1780000000);

    /// <summary>Of the byte 0x01.</summary>
    private static readonly ReceiptText Receipt = new(
        new(new("9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f")), new(new("0d9a7c1e-5b1f-4a57-9a67-2f6b0e2d7c11")), 1,
        "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a", new DateTimeOffset(2026, 6, 23, 10, 4, 11, TimeSpan.Zero).AddTicks(1234567),
        PurgeCause.Sweep, new SweepId(new("4c1d2e3f-0a1b-4c2d-8e3f-4a5b6c7d8e9f")), 2, Erasure.Permanent, "000102030405060708090a0b0c0d0e0f");

    private static readonly ReceiptText OfTenant = new(
        Receipt.Tenant, Receipt.File, 123_456, Sha256: null, Receipt.ErasedAt, PurgeCause.Tenant, Sweep: null, 7, Erasure.Absent, Receipt.Nonce)
    {
        Subject = ReceiptSubject.Tenant, Files = 42, Keys = 3,
    };

    private static readonly ReceiptText OfApp = OfTenant with { Subject = ReceiptSubject.App, App = "quarry-2", Cause = PurgeCause.App };

    private static readonly string Trusting = $"log {Log.Key}\nquorum none\n";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fluidcloud-vectors-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_vectors_of_the_SDKs_are_what_the_product_says()
    {
        var path = Path.Combine(RepositoryRoot.Path, "sdk", "proof-vectors.json");
        var vectors = new JsonArray();
        foreach (var vector in await Good())
            vectors.Add(await Judged(vector, "good"));
        foreach (var vector in await False())
            vectors.Add(await Judged(vector, "false"));
        foreach (var vector in await NotTrusted())
            vectors.Add(await Judged(vector, "not_trusted"));
        foreach (var vector in await Unreadable())
            vectors.Add(await Judged(vector, "unreadable"));
        var made = vectors.ToJsonString(Written) + "\n";
        if (Environment.GetEnvironmentVariable("FLUIDCLOUD_TEST_WRITE_VECTORS") == "1")
            await File.WriteAllTextAsync(path, made, Cancel);

        (await File.ReadAllTextAsync(path, Cancel)).ShouldBe(made);
    }

    private static async Task<List<Vector>> Good()
    {
        var proof = await Proof(3, 1);
        List<Vector> vectors =
        [
            new("one of three leaves", proof, Trusting),
            new("with a copy of the file", proof, Trusting) { Copy = [1] },
            new("the only leaf", await Proof(1, 0), Trusting),
            new("erased before it was scanned, by a call",
                await Proof([Text(Receipt with { Size = 0, Sha256 = null, Cause = PurgeCause.Call, Sweep = null, Links = 0, Storage = Erasure.Absent, Nonce = new('0', 32) })], 0), Trusting),
            new("by retention, and storage does not say more", await Proof([Text(Receipt with { Cause = PurgeCause.Retention, Storage = Erasure.Unstated })], 0), Trusting),
            new("its app was erased", await Proof([Text(Receipt with { Cause = PurgeCause.App })], 0), Trusting),
            new("its tenant was erased", await Proof([Text(Receipt with { Cause = PurgeCause.Tenant })], 0), Trusting),
            new("of an app", await Proof([Text(OfApp)], 0), Trusting),
            new("of an app that is called like none", await Proof([Text(OfApp with { App = "-" })], 0), Trusting),
            new("of a tenant", await Proof([Text(OfTenant)], 0), Trusting),
            new("of a tenant that was empty", await Proof([Text(OfTenant with { Files = 0, Size = 0, Links = 0, Keys = 0 })], 0), Trusting),
            new("storage keeps deleted bytes", await Proof([Text(Receipt with { Storage = Erasure.Recoverable })], 0), Trusting),
            new("the largest numbers that JSON holds", await Proof([Text(Receipt with { Size = (1L << 53) - 1, Links = int.MaxValue })], 0), Trusting),
            new("extension lines of the checkpoint mean nothing", await Proof(3, 1, text => text + "extension\n"), Trusting),
            new("signatures of strangers mean nothing", await Proof(3, 1, null, Log, Other, Witnesses[0]), Trusting),
            new("a witness of the quorum", await Proof(3, 1, null, Log, Witnesses[0]), $"log {Log.Key} https://log.test/erasure-log\nwitness w {Witnesses[0].Key}\nquorum w\n"),
            new("two of three witnesses", await Proof(3, 1, null, Log, Witnesses[0], Witnesses[2]), Group("2")),
            new("any witness, in a group of groups", await Proof(3, 1, null, Log, Witnesses[1]),
                $"# Comments,\n\n  log\t{Log.Key}\n{ThreeWitnesses}group inner all b\ngroup outer any a inner c\nquorum outer"),
            new("one of two logs that are trusted", proof, $"log {Other.Key}\n{Trusting}"),
        ];
        foreach (var (size, index) in new[] { (2, 0), (2, 1), (7, 6), (8, 3), (11, 10), (200, 129) })
            vectors.Add(new($"leaf {index} of {size}", await Proof(size, index), Trusting));
        return vectors;
    }

    private static async Task<List<Vector>> False()
    {
        var proof = await Proof(5, 2);
        var lines = proof.Split('\n');
        var unscanned = await Proof([Text(Receipt with { Sha256 = null })], 0);
        var witnessed = await Proof(3, 1, null, Log, Witnesses[0]);
        return
        [
            new("another copy", proof, Trusting) { Copy = [2] },
            new("a copy, of which the receipt says nothing", unscanned, Trusting) { Copy = [1] },
            new("a copy, and the receipt is of a tenant", await Proof([Text(OfTenant)], 0), Trusting) { Copy = [1] },
            new("another receipt", proof.Replace(lines[1], "extra " + Convert.ToBase64String(Text(Receipt with { Links = 3 })), StringComparison.Ordinal), Trusting),
            new("no receipt", proof.Replace(lines[1] + "\n", "", StringComparison.Ordinal), Trusting),
            new("another index", proof.Replace("index 2", "index 3", StringComparison.Ordinal), Trusting),
            new("an index beyond the log", proof.Replace("index 2", "index 5", StringComparison.Ordinal), Trusting),
            new("a path that is too short", proof.Replace(lines[5] + "\n", "", StringComparison.Ordinal), Trusting),
            new("a path that is too long", proof.Replace(lines[5], $"{lines[5]}\n{lines[5]}", StringComparison.Ordinal), Trusting),
            new("a path in another order", proof.Replace($"{lines[3]}\n{lines[4]}", $"{lines[4]}\n{lines[3]}", StringComparison.Ordinal), Trusting),
            new("another root", proof.Replace(lines[9], Convert.ToBase64String(TreeHash.Empty), StringComparison.Ordinal), Trusting),
            new("another size", proof.Replace($"{TestLog.Origin}\n5\n", $"{TestLog.Origin}\n6\n", StringComparison.Ordinal), Trusting),
            new("a signature with another R", Signature(proof, bytes => bytes[4] ^= 1), Trusting),
            new("a signature with another S", Signature(proof, bytes => bytes[40] ^= 1), Trusting),
            new("a signature whose S is not reduced", Signature(proof, AddOrder), Trusting),
            new("a signature that is too short", Signature(proof, _ => { }, 67), Trusting),
            new("a false second signature of the log", proof + SignatureLine(Other.Sign("else\n") with { Name = Log.Key.Name, Id = Log.Key.Id }), Trusting),
            new("a false signature of another log that is trusted", proof + SignatureLine(Other.Sign("else\n")), $"log {Log.Key}\nlog {Other.Key}\nquorum none\n"),
            new("a false cosignature, though none is asked for", Signature(witnessed, bytes => bytes[20] ^= 1), $"log {Log.Key}\nwitness w {Witnesses[0].Key}\nquorum none\n"),
            new("a cosignature with another time", Signature(witnessed, bytes => bytes[11] ^= 1), $"log {Log.Key}\nwitness w {Witnesses[0].Key}\nquorum w\n"),
        ];
    }

    private static async Task<List<Vector>> NotTrusted()
    {
        var proof = await Proof(3, 1);
        return
        [
            new("another log is trusted", proof, $"log {Other.Key}\nquorum none\n"),
            new("no log is trusted", proof, "quorum none\n"),
            new("another key of the same name is trusted", proof, $"log {new NoteSigner(TestLog.Origin, NoteKeyType.Ed25519, Seed(8)).Key}\nquorum none\n"),
            new("the origin is not the name of the key", await Proof(3, 1, text => text.Replace("log.test", "lag.test", StringComparison.Ordinal)), Trusting),
            new("a trusted log has signed for another one", await Proof(3, 1, null, Other), $"log {Log.Key}\nlog {Other.Key}\nquorum none\n"),
            new("no witness has cosigned", proof, $"log {Log.Key}\nwitness w {Witnesses[0].Key}\nquorum w\n"),
            new("another witness has cosigned", await Proof(3, 1, null, Log, Witnesses[1]), $"log {Log.Key}\n{ThreeWitnesses}quorum a\n"),
            new("one of three witnesses, where two are asked for", await Proof(3, 1, null, Log, Witnesses[1]), Group("2")),
            new("two of three witnesses, where all are asked for", await Proof(3, 1, null, Log, Witnesses[0], Witnesses[1]), Group("all")),
            new("witnesses have cosigned, the log has not", await Proof(3, 1, null, Witnesses), Group("any")),
        ];
    }

    private static async Task<List<Vector>> Unreadable()
    {
        var proof = await Proof(3, 1);
        var lines = proof.Split('\n');
        List<Vector> vectors = [new("bytes that are no UTF-8", [.. Encoding.UTF8.GetBytes(proof), 0xFF], Trusting)];
        vectors.AddRange(new (string Name, string Proof)[]
        {
            ("nothing", ""),
            ("any text", "Erased, I swear.\n"),
            ("another version of proofs", proof.Replace("proof@v1", "proof@v2", StringComparison.Ordinal)),
            ("an extra that is not base64", proof.Replace("extra ", "extra !", StringComparison.Ordinal)),
            ("base64 without padding", proof.Replace("=\n", "\n", StringComparison.Ordinal)),
            ("base64 whose last bits are not zero", proof.Replace(lines[3], lines[3][..42] + (char)(lines[3][42] + 1) + "=", StringComparison.Ordinal)),
            ("no index", proof.Replace("index 1\n", "", StringComparison.Ordinal)),
            ("an index with a leading zero", proof.Replace("index 1", "index 01", StringComparison.Ordinal)),
            ("an index below 0", proof.Replace("index 1", "index -1", StringComparison.Ordinal)),
            ("an index of more than 63 bits", proof.Replace("index 1", "index 9223372036854775808", StringComparison.Ordinal)),
            ("an index in other digits", proof.Replace("index 1", "index \u0661", StringComparison.Ordinal)),
            ("a path of 64 hashes", proof.Replace(lines[3] + "\n", string.Concat(Enumerable.Repeat(lines[3] + "\n", 64)), StringComparison.Ordinal)),
            ("a hash of 31 bytes", proof.Replace(lines[3], Convert.ToBase64String(new byte[31]), StringComparison.Ordinal)),
            ("carriage returns", proof.Replace("\n", "\r\n", StringComparison.Ordinal)),
            ("no empty line before the checkpoint", proof.Replace("\n\n" + TestLog.Origin, "\n" + TestLog.Origin, StringComparison.Ordinal)),
            ("no signature", proof[..proof.IndexOf('—', StringComparison.Ordinal)]),
            ("no newline at the end", proof[..^1]),
            ("a hyphen for the dash of a signature", proof.Replace('—', '-')),
            ("a size with a leading zero", proof.Replace($"{TestLog.Origin}\n3\n", $"{TestLog.Origin}\n03\n", StringComparison.Ordinal)),
            ("a root that is no hash", proof.Replace(lines[8], "AAAA", StringComparison.Ordinal)),
            ("129 signatures", proof + string.Concat(Enumerable.Repeat(SignatureLine(Other.Sign("x\n")), 128))),
        }.Select(changed => new Vector(changed.Name, changed.Proof, Trusting)));
        var text = Receipt.ToString();
        foreach (var (name, entry) in new (string, string)[]
        {
            ("a leaf that is no receipt", "hello\n"),
            ("a receipt of another version", text.Replace("/v2", "/v1", StringComparison.Ordinal)),
            ("a receipt with a line more", text + "note hello\n"),
            ("a receipt without its last newline", text[..^1]),
            ("a size with a leading zero in the receipt", text.Replace("size 1", "size 01", StringComparison.Ordinal)),
            ("a size of more than 63 bits", text.Replace("size 1", "size 9223372036854775808", StringComparison.Ordinal)),
            ("links of more than 31 bits", text.Replace("links 2", "links 2147483648", StringComparison.Ordinal)),
            ("an id in upper case", text.Replace("9f1c", "9F1C", StringComparison.Ordinal)),
            ("a day that was not", text.Replace("2026-06-23", "2026-02-30", StringComparison.Ordinal)),
            ("a year before the first", text.Replace("2026-06", "0000-06", StringComparison.Ordinal)),
            ("an hour that was not", text.Replace("T10:", "T24:", StringComparison.Ordinal)),
            ("a cause that is not known", text.Replace("cause sweep", "cause whim", StringComparison.Ordinal)),
            ("a word of storage that is not known", text.Replace("storage permanent", "storage maybe", StringComparison.Ordinal)),
        })
            vectors.Add(new(name, await Proof([Encoding.UTF8.GetBytes(entry)], 0), Trusting));
        var closing = OfTenant.ToString();
        foreach (var (name, entry) in new (string, string)[]
        {
            ("a tenant with the name of an app", closing.Replace("app -", "app quarry", StringComparison.Ordinal)),
            ("an app whose name has a capital", OfApp.ToString().Replace("quarry", "Quarry", StringComparison.Ordinal)),
            ("a subject that is not known", closing.Replace("subject tenant", "subject space", StringComparison.Ordinal)),
            ("files with a leading zero", closing.Replace("files 42", "files 042", StringComparison.Ordinal)),
            ("keys of more than 63 bits", closing.Replace("keys 3", "keys 9223372036854775808", StringComparison.Ordinal)),
            ("links of a tenant of more than 31 bits", closing.Replace("links 7", "links 2147483648", StringComparison.Ordinal)),
            ("an erasure of a tenant on a day that was not", closing.Replace("2026-06-23", "2026-02-30", StringComparison.Ordinal)),
        })
            vectors.Add(new(name, await Proof([Encoding.UTF8.GetBytes(entry)], 0), Trusting));
        foreach (var (name, policy) in new (string, string)[]
        {
            ("an empty policy", ""),
            ("a policy without a quorum", $"log {Log.Key}\n"),
            ("a policy with two quorums", Trusting + "quorum none\n"),
            ("a policy with a carriage return", Trusting.Replace("\n", "\r\n", StringComparison.Ordinal)),
            ("a policy with an unknown line", "trust everybody\nquorum none\n"),
            ("a key with another id", Trusting.Replace("+161e4782+", "+161e4783+", StringComparison.Ordinal)),
            ("a key of a witness as that of a log", $"log {Witnesses[0].Key}\nquorum none\n"),
            ("a key of a log as that of a witness", $"{Trusting}witness w {Log.Key}\n"),
            ("a log that stands there twice", $"log {Log.Key}\n{Trusting}"),
            ("a witness that stands there twice", $"{Trusting}witness a {Witnesses[0].Key}\nwitness b {Witnesses[0].Key}\n"),
            ("a witness called none", $"{Trusting}witness none {Witnesses[0].Key}\n"),
            ("a name that is taken", $"{Trusting}{ThreeWitnesses}group a any b\n"),
            ("a quorum that is not named above", $"log {Log.Key}\nquorum w\nwitness w {Witnesses[0].Key}\n"),
            ("a member of two groups", $"{Trusting}{ThreeWitnesses}group g any a\ngroup h any a\n"),
            ("a group that needs more than it has", $"{Trusting}{ThreeWitnesses}group g 4 a b c\n"),
            ("a group that needs nobody", $"{Trusting}{ThreeWitnesses}group g 0 a b c\n"),
        })
            vectors.Add(new(name, proof, policy));
        return vectors;
    }

    private static string ThreeWitnesses => string.Concat(Witnesses.Select((witness, at) => $"witness {"abc"[at]} {witness.Key}\n"));

    private static string Group(string needed) => $"log {Log.Key}\n{ThreeWitnesses}group g {needed} a b c\nquorum g\n";

    /// <summary>Of the receipt at an index, in a log whose other leaves differ in their size.</summary>
    private static Task<string> Proof(int size, int index, Func<string, string>? edit = null, params NoteSigner[] signers) =>
        Proof([.. Enumerable.Range(0, size).Select(at => Text(Receipt with { Size = at == index ? 1 : at + 100 }))], index, edit, signers);

    private static async Task<string> Proof(byte[][] entries, int index, Func<string, string>? edit = null, params NoteSigner[] signers)
    {
        var tree = new TreeReader((_, _) => Task.FromResult<byte[]?>([.. entries.SelectMany(entry => TreeHash.Leaf(entry))]), entries.Length);
        var text = new Checkpoint(TestLog.Origin, entries.Length, await tree.Root(Cancel)).Text;
        text = edit?.Invoke(text) ?? text;
        NoteSigner[] signing = signers is [] ? [Log] : signers;
        return new LogProof(entries[index], index, await tree.Inclusion(index, Cancel),
            new(text, [.. signing.Select(signer => signer.Key.Type == NoteKeyType.Ed25519 ? signer.Sign(text) : signer.Cosign(text, Seen))])).ToString();
    }

    private static byte[] Text(ReceiptText receipt) => receipt.ToBytes();

    private static string SignatureLine(NoteSignature signature) => signature.ToString();

    private static byte[] Seed(byte octet) => [.. Enumerable.Repeat(octet, 32)];

    /// <summary>The proof with the bytes of its last signature changed: four of the key's id, and the signature.</summary>
    private static string Signature(string proof, Action<byte[]> change, int? length = null)
    {
        var at = proof.TrimEnd('\n').LastIndexOf(' ') + 1;
        var bytes = Convert.FromBase64String(proof[at..^1]);
        change(bytes);
        return proof[..at] + Convert.ToBase64String(bytes[..(length ?? bytes.Length)]) + "\n";
    }

    /// <summary>S + L is S to who does not compare it with the order L (RFC 8032, section 5.1.7).</summary>
    private static void AddOrder(byte[] signature)
    {
        var order = System.Numerics.BigInteger.Pow(2, 252) + System.Numerics.BigInteger.Parse("27742317777372353535851937790883648493", System.Globalization.CultureInfo.InvariantCulture);
        var sum = new System.Numerics.BigInteger(signature.AsSpan(36), isUnsigned: true) + order;
        sum.TryWriteBytes(signature.AsSpan(36), out _, isUnsigned: true).ShouldBeTrue();
    }

    private async Task<JsonObject> Judged(Vector vector, string verdict)
    {
        await File.WriteAllBytesAsync(PathOf("proof"), vector.Proof, Cancel);
        await File.WriteAllTextAsync(PathOf("policy"), vector.Policy, Cancel);
        string[] copy = vector.Copy is null ? [] : ["--file", PathOf("copy")];
        if (vector.Copy is not null)
            await File.WriteAllBytesAsync(PathOf("copy"), vector.Copy, Cancel);
        var output = new StringWriter();
        var exitCode = await AdminCommand.Build(_ => throw new InvalidOperationException("It needs no store."))
            .Parse(["verify", PathOf("proof"), "--policy", PathOf("policy"), "--json", .. copy])
            .InvokeAsync(new InvocationConfiguration { Output = output }, Cancel);
        var expect = JsonNode.Parse(output.ToString())!;
        expect["verdict"]!.GetValue<string>().ShouldBe(verdict, vector.Name);
        exitCode.ShouldBe(Array.IndexOf(["good", "false", "not_trusted", "unreadable"], verdict), vector.Name);
        var written = new JsonObject { ["name"] = vector.Name };
        var text = Encoding.UTF8.GetString(vector.Proof);
        if (Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(vector.Proof))
            written["proof"] = text;
        else
            written["proof_base64"] = Convert.ToBase64String(vector.Proof);
        written["policy"] = vector.Policy;
        if (vector.Copy is not null)
            written["copy_base64"] = Convert.ToBase64String(vector.Copy);
        written["exit_code"] = exitCode;
        written["expect"] = expect;
        return written;
    }

    private string PathOf(string name) => Path.Combine(folder.FullName, name);

    /// <param name="Proof">The bytes of the file.</param>
    private sealed record Vector(string Name, byte[] Proof, string Policy)
    {
        public Vector(string name, string proof, string policy) : this(name, Encoding.UTF8.GetBytes(proof), policy) { }

        public byte[]? Copy { get; init; }
    }
}
