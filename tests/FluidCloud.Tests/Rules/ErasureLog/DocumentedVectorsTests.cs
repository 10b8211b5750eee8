using System.Text;
using System.Text.RegularExpressions;
using FluidCloud.Core;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Tombstones;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Rules;

/// <summary>The test vectors of docs/erasure-log.md are what the product makes and takes.</summary>
public sealed partial class DocumentedVectorsTests
{
    private static readonly string Page = Path.Combine(RepositoryRoot.Path, "docs", "erasure-log.md");

    private static readonly ReceiptText Receipt = new(
        new(new("9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f")), new(new("0d9a7c1e-5b1f-4a57-9a67-2f6b0e2d7c11")), 1,
        "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a", new DateTimeOffset(2026, 6, 23, 10, 4, 11, TimeSpan.Zero).AddTicks(1234567),
        PurgeCause.Sweep, new SweepId(new("4c1d2e3f-0a1b-4c2d-8e3f-4a5b6c7d8e9f")), 2, Erasure.Permanent, "000102030405060708090a0b0c0d0e0f");

    private static readonly ReceiptText Least = Receipt with { Size = 0, Sha256 = null, Cause = PurgeCause.Call, Sweep = null, Links = 0, Storage = Erasure.Absent, Nonce = new('0', 32) };

    [Fact]
    public async Task The_vectors_of_the_page_are_those_of_the_product()
    {
        var cancel = TestContext.Current.CancellationToken;
        var log = TestLog.Settings.Signer();
        var witness = new NoteSigner("witness.test/w", NoteKeyType.Cosignature, [.. Enumerable.Repeat((byte)2, 32)]);
        byte[][] leaves = [.. Enumerable.Range(0, 3).Select(size => TreeHash.Leaf((Receipt with { Size = size }).ToBytes()))];
        var tree = new TreeReader((_, _) => Task.FromResult<byte[]?>([.. leaves.SelectMany(leaf => leaf)]), 3);
        var text = new Checkpoint(TestLog.Origin, 3, await tree.Root(cancel)).Text;
        var proof = new LogProof(Receipt.ToBytes(), 1, await tree.Inclusion(1, cancel),
            new(text, [log.Sign(text), witness.Cosign(text, DateTimeOffset.FromUnixTimeSeconds(1780000000))]));
        var policy = $"log {log.Key} https://log.test/erasure-log\nwitness w {witness.Key}\nquorum w\n";
        var made = new Dictionary<string, string>
        {
            ["verifier key"] = $"{log.Key}\n",
            ["receipt"] = Receipt.ToString(),
            ["hashes"] = string.Concat([.. leaves.Append(await tree.Root(cancel)).Select(hash => Convert.ToHexStringLower(hash) + "\n")]),
            ["proof"] = proof.ToString(),
            ["consistency"] = string.Concat([.. (await tree.Consistency(2, cancel)).Append(await tree.Root(2, cancel)).Select(hash => Convert.ToHexStringLower(hash) + "\n")]),
            ["policy"] = policy,
            ["least receipt"] = Least.ToString(),
            ["least leaf"] = Convert.ToHexStringLower(TreeHash.Leaf(Least.ToBytes())) + "\n",
        };
        if (Environment.GetEnvironmentVariable("FLUIDCLOUD_TEST_WRITE_VECTORS") == "1")
            await File.WriteAllTextAsync(Page, Vector().Replace(await File.ReadAllTextAsync(Page, cancel), found => found.Value.Replace($"```text\n{found.Groups["text"].Value}```", $"```text\n{made[found.Groups["name"].Value]}```", StringComparison.Ordinal)), cancel);

        var page = Vector().Matches(await File.ReadAllTextAsync(Page, cancel)).ToDictionary(found => found.Groups["name"].Value, found => found.Groups["text"].Value);

        page.ShouldBe(made, ignoreOrder: true);
        var proven = VerifyProof.Run(Encoding.UTF8.GetBytes(page["proof"]), LogPolicy.Parse(Encoding.UTF8.GetBytes(page["policy"])));
        proven.Receipt.ShouldBe(Receipt);
        proven.Log.Cosigned.ShouldBe([new("w", 1780000000)]);
    }

    [GeneratedRegex("<!-- vector: (?<name>[a-z ]+) -->\n```text\n(?<text>.*?)```\n", RegexOptions.Singleline)]
    private static partial Regex Vector();
}
