using System.Text;
using FluidCloud.Core;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Receipts;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

/// <summary>Witnesses that cosign, that fail, and that have seen something else.</summary>
public sealed class WitnessTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_checkpoint_is_cosigned_and_a_proof_satisfies_who_asks_for_witnesses()
    {
        var witness = new TestWitness("witness.test/w");
        await using var world = await new World(witness, witness.Key).Settle();
        var first = await Purge(world);
        var second = await Purge(world);

        witness.Answers.ShouldBe([200, 200, 200]); // Of the log that begins, and of each receipt.
        foreach (var file in new[] { first, second })
            (await Prove(world, file, witness)).Log.Cosigned.ShouldHaveSingleItem().Key.ShouldBe("w");
        (await world.Get<ReadLog>().Size(Cancel)).ShouldBe(witness.Seen.Size);
    }

    [Fact]
    public async Task A_process_that_does_not_know_what_a_witness_has_seen_is_told()
    {
        var witness = new TestWitness("witness.test/w");
        await using var world = await new World(witness, witness.Key).Settle();
        await Purge(world);
        witness.Answers.Clear();
        var settings = TestLog.Settings with { Witnesses = [$"{witness.Key} http://witness.test"] };
        await Purge(world, append: false);
        await new AppendReceipts(world.Store, world.Get<LogWriter>(),
            new AskWitnesses(world.Log, world.Get<ReadLog>(), witness, settings, world.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<AskWitnesses>.Instance),
            world.Get<Core.Journal.RecoveryJournal>(), world.Get<FindLongestWaiting>(), world.Get<Core.Telemetry.Metrics>(), world.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<AppendReceipts>.Instance).Run(Cancel);

        witness.Answers.ShouldBe([409, 200]);
        witness.Seen.Size.ShouldBe(2);
    }

    [Fact]
    public async Task An_outage_holds_nothing_up_and_the_witness_is_asked_again()
    {
        var witness = new TestWitness("witness.test/w") { Instead = () => throw new HttpRequestException("There is nobody.") };
        await using var world = await new World(witness, witness.Key).Settle();
        var file = await Purge(world);

        (await world.Get<ReadReceipts>().Of(world.Tenant, file, Cancel)).LogIndex.ShouldBe(0);
        Should.Throw<VerdictException>(() => Prove(world, file, witness)).Verdict.ShouldBe(Verdict.NotTrusted);
        witness.Instead = null;
        await world.Get<AppendReceipts>().Run(Cancel);
        witness.Answers.ShouldBeEmpty(); // It is left alone for a while.
        world.Clock.Skip(TimeSpan.FromMinutes(2));
        await world.Get<AppendReceipts>().Run(Cancel);
        (await Prove(world, file, witness)).Receipt.File.ShouldBe(file);
    }

    public static TheoryData<int, string> Refusals => new()
    {
        { 200, "" }, { 200, "— other.test/w AAAAAAAAAAA=\n" }, { 200, "garbage" }, { 403, "" }, { 404, "" }, { 409, "many" }, { 409, "999\n" }, { 422, "" }, { 500, "" }, { 302, "" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task What_a_witness_answers_instead_never_comes_under_the_checkpoint(int status, string body)
    {
        var witness = new TestWitness("witness.test/w") { Instead = () => Task.FromResult(new WitnessAnswer(status, body)) };
        await using var world = await new World(witness, witness.Key).Settle();
        var file = await Purge(world);

        (await world.Get<ReadReceipts>().Of(world.Tenant, file, Cancel)).LogIndex.ShouldBe(0);
        SignedNote.Parse((await world.Get<ReadLog>().Checkpoint(Cancel))!).Signatures.ShouldHaveSingleItem().Name.ShouldBe(TestLog.Origin);
    }

    [Fact]
    public async Task A_witness_that_has_seen_another_log_does_not_cosign_this_one()
    {
        var witness = new TestWitness("witness.test/w");
        await using (var other = await new World(witness, witness.Key).Settle())
        {
            await Purge(other);
            await Purge(other);
        }
        await using var world = await new World(witness, witness.Key).Settle();
        for (var count = 0; count < 3; count++)
        {
            await Purge(world);
            world.Clock.Skip(TimeSpan.FromMinutes(2));
        }

        SignedNote.Parse((await world.Get<ReadLog>().Checkpoint(Cancel))!).Signatures.ShouldHaveSingleItem();
        witness.Answers.ShouldContain(422);
        witness.Seen.Size.ShouldBe(2);
    }

    private static async Task<FileId> Purge(World world, bool append = true)
    {
        if (append)
            await world.Get<AppendReceipts>().Run(Cancel); // Begins the log.
        var file = (await world.Upload(1))[0];
        await world.Drain();
        await world.Get<PurgeFiles>().One(world.Tenant, file, Cancel);
        if (append)
            await world.Get<AppendReceipts>().Run(Cancel);
        return file;
    }

    private static async Task<ProvenErasure> Prove(World world, FileId file, TestWitness witness) => VerifyProof.Run(
        Encoding.UTF8.GetBytes((await world.Get<ProveErasure>().Run(world.Tenant, file, Cancel)).ToString()),
        LogPolicy.Parse(Encoding.UTF8.GetBytes($"log {TestLog.VerifierKey}\nwitness w {witness.Key}\nquorum w\n")));
}
