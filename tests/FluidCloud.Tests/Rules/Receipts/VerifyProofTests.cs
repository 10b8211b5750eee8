using System.Security.Cryptography;
using System.Text;
using FluidCloud.Core;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Tombstones;
using FluidCloud.Tests.Hosting;
using FluidCloud.Tests.Interruption;
using Shouldly;

namespace FluidCloud.Tests.Rules;

/// <summary>What a stranger finds out with a proof, a policy and the public log.</summary>
public sealed class VerifyProofTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly MemoryErasureLogStore store = new();
    private readonly List<ReceiptText> receipts = [];
    private readonly byte[] bytes = RandomNumberGenerator.GetBytes(100);

    [Fact]
    public async Task A_proof_shows_what_was_erased_and_that_a_copy_is_of_it()
    {
        await Grow(5);

        var proven = VerifyProof.Run(await Proof(3), TestLog.Policy);

        proven.Receipt.ShouldBe(receipts[3]);
        (proven.Index, proven.Log.Checkpoint.Size).ShouldBe((3, 5));
        await VerifyProof.Match(proven.Receipt, new MemoryStream(bytes), Cancel);
        await ShouldBe(Verdict.False, () => VerifyProof.Match(proven.Receipt, new MemoryStream(bytes[1..]), Cancel));
        await ShouldBe(Verdict.False, () => VerifyProof.Match(proven.Receipt with { Sha256 = null }, new MemoryStream(bytes), Cancel));
    }

    /// <summary>Whatever bit of the file is turned: never is anything proven that is not so.</summary>
    [Fact]
    public async Task A_proof_in_which_anything_was_changed_proves_nothing()
    {
        await Grow(6);
        var proof = await Proof(2);
        var verdicts = new Dictionary<Verdict, int>();
        for (var at = 0; at < proof.Length; at++)
        {
            foreach (var bit in new[] { 1, 4, 32 })
            {
                var changed = proof.ToArray();
                changed[at] ^= (byte)bit;
                var verdict = Judge(changed);
                verdict.ShouldNotBe(Verdict.Good, $"byte {at}, bit {bit}");
                verdicts[verdict] = verdicts.GetValueOrDefault(verdict) + 1;
            }
        }
        verdicts.Keys.ShouldBe([Verdict.False, Verdict.NotTrusted, Verdict.Unreadable], ignoreOrder: true);
    }

    [Fact]
    public async Task Who_trusts_another_log_or_wants_witnesses_is_told_so()
    {
        await Grow(1);
        var proof = await Proof(0);
        var other = LogPolicy.Parse(Encoding.UTF8.GetBytes($"log {TestLog.NewSigner(TestLog.Origin).Key}\nquorum none\n"));
        (await ShouldBe(Verdict.NotTrusted, () => Task.FromResult(VerifyProof.Run(proof, other)))).ShouldContain("No log");
        var witness = LogPolicy.Parse(Encoding.UTF8.GetBytes($"log {TestLog.VerifierKey}\nwitness w {TestLog.NewSigner("w", NoteKeyType.Cosignature).Key}\nquorum w\n"));
        (await ShouldBe(Verdict.NotTrusted, () => Task.FromResult(VerifyProof.Run(proof, witness)))).ShouldContain("witnesses");
    }

    [Fact]
    public async Task An_entry_that_is_no_receipt_is_unreadable()
    {
        await Append(["hello\n"u8.ToArray()], 0);
        var proof = await new ReadLog(store).Prove("hello\n"u8.ToArray(), 0, Cancel);
        (await ShouldBe(Verdict.Unreadable, () => Task.FromResult(VerifyProof.Run(Encoding.UTF8.GetBytes(proof.ToString()), TestLog.Policy)))).ShouldContain("no receipt");
    }

    [Fact]
    public async Task Who_watches_sees_the_log_grow_and_finds_a_fork()
    {
        await Watch(null); // There is none yet.
        await Grow(300);
        var noted = (await Watch(null))!;
        await Grow(300);
        (await Watch(noted))!.Checkpoint.Size.ShouldBe(600);

        // The same log, shown to somebody else with another receipt in it: every signature is good.
        var shown = new VerifyProofTests();
        await shown.Grow(300);
        await shown.Grow(400);
        (await ShouldBe(Verdict.False, () => shown.Watch(noted))).ShouldContain("forked");
        var rolledBack = new VerifyProofTests();
        await rolledBack.Grow(7);
        (await ShouldBe(Verdict.False, () => rolledBack.Watch(noted))).ShouldContain("shrunk");
    }

    [Fact]
    public async Task Tiles_that_are_not_those_of_the_checkpoint_are_found()
    {
        await Grow(3);
        store.Blobs["tile/0/000.p/3"].Bytes[0]++;
        (await ShouldBe(Verdict.False, () => Watch(null))).ShouldContain("tiles");
        store.Blobs.TryRemove("tile/0/000.p/3", out _);
        (await ShouldBe(Verdict.False, () => Watch(null))).ShouldContain("missing");
    }

    private async Task<TrustedCheckpoint?> Watch(TrustedCheckpoint? noted)
    {
        var watch = new WatchLog(TestLog.Policy, async (path, stop) => (await store.Read(path, stop))?.Bytes);
        try
        {
            return await watch.Run(noted?.Note, Cancel);
        }
        catch (VerdictException e) when (receipts.Count == 0)
        {
            e.Verdict.ShouldBe(Verdict.Unreadable);
            return null;
        }
    }

    private async Task<byte[]> Proof(int index) =>
        Encoding.UTF8.GetBytes((await new ReadLog(store).Prove(receipts[index].ToBytes(), index, Cancel)).ToString());

    private async Task Grow(int count)
    {
        var before = receipts.Count;
        receipts.AddRange(Enumerable.Range(0, count).Select(_ => new ReceiptText(
            Id.New<TenantId>(), Id.New<FileId>(), bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), DateTimeOffset.UnixEpoch,
            PurgeCause.Call, null, 0, Erasure.Permanent, new('0', 32))));
        await Append([.. receipts.Skip(before).Select(receipt => receipt.ToBytes())], before);
    }

    private async Task Append(IReadOnlyList<byte[]> entries, long size)
    {
        var writer = new LogWriter(store, TestLog.Settings);
        var held = (await writer.Publish(Cancel))!;
        await writer.Replace(held, size + entries.Count, [.. entries.Select((entry, at) => new LogLeaf(size + at, Guid.Empty, "", TreeHash.Leaf(entry)))], Cancel);
        (await writer.Publish(Cancel)).ShouldNotBeNull();
    }

    private static Verdict Judge(byte[] proof)
    {
        try
        {
            VerifyProof.Run(proof, TestLog.Policy);
            return Verdict.Good;
        }
        catch (VerdictException e)
        {
            return e.Verdict;
        }
    }

    private static async Task<string> ShouldBe(Verdict verdict, Func<Task> check)
    {
        var thrown = await Should.ThrowAsync<VerdictException>(check);
        thrown.Verdict.ShouldBe(verdict, thrown.Message);
        return thrown.Message;
    }
}
