using FluidCloud.Adapters.Cosmos;
using FluidCloud.Core;
using FluidCloud.Core.Metadata;
using Microsoft.Azure.Cosmos;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

/// <summary>
/// The client sends a commit again when its connection breaks. Here it breaks right after the execution, so the second
/// sending meets the first one's work.
/// </summary>
public sealed class CosmosLostAnswerTests(CosmosEndpoint endpoint) : IClassFixture<CosmosEndpoint>, IAsyncLifetime
{
    private readonly string partition = "test:" + Guid.NewGuid().ToString("N");
    private readonly CosmosFaults faults = new();
    private CosmosClient? client;
    private CosmosMetadataStore store = null!;
    private CosmosMetadataStore others = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        others = new(await endpoint.Container());
        client = CosmosFaults.Connect(faults);
        store = new(await endpoint.Container(client));
    }

    public ValueTask DisposeAsync()
    {
        client?.Dispose();
        faults.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_create_that_happened_succeeds()
    {
        var result = await CommitLosingTheAnswer(Change.Create(new Thing { Id = "a" }));
        result.ETags.ShouldBe([(await Read<Thing>("a"))!.ETag]);
    }

    [Fact]
    public async Task A_replace_that_happened_succeeds()
    {
        var thing = await Stored(new Thing { Id = "a" });
        var result = await CommitLosingTheAnswer(Change.Replace(thing with { State = "second" }));
        var read = (await Read<Thing>("a")).ShouldNotBeNull();
        read.State.ShouldBe("second");
        result.ETags.ShouldBe([read.ETag]);
    }

    [Fact]
    public async Task A_commit_of_every_kind_of_change_that_happened_succeeds_and_counts_once()
    {
        var deleted = await Stored(new Thing { Id = "deleted" });
        var replaced = await Stored(new Thing { Id = "replaced" });
        await Stored(new Counter { Id = "c", Used = 9 });
        var result = await CommitLosingTheAnswer(
            // Used up by the first execution: the second fails here, before it comes to the receipt.
            Adding(1) with { Condition = new PatchCondition.SumAtMost(["used"], 9) },
            Change.Delete(deleted), Change.Replace(replaced), Change.Create(new Thing { Id = "receipt" }));
        var counter = (await Read<Counter>("c")).ShouldNotBeNull();
        counter.Used.ShouldBe(10);
        result.ETags.ShouldBe([counter.ETag, null, (await Read<Thing>("replaced"))!.ETag, (await Read<Thing>("receipt"))!.ETag]);
    }

    [Fact]
    public async Task A_document_that_others_have_patched_since_has_no_etag_that_would_overwrite_them()
    {
        faults.Meanwhile = async () => (await others.Commit(partition, [Adding(5)], Cancel)).Succeeded.ShouldBeTrue();
        var result = await CommitLosingTheAnswer(Change.Create(new Counter { Id = "c" }), Change.Create(new Thing { Id = "a" }));
        result.ETags[1].ShouldBe((await Read<Thing>("a"))!.ETag);
        var stale = Change.Replace(new Counter { Id = "c", ETag = result.ETags[0]! });
        (await store.Commit(partition, [stale], Cancel)).Conflict!.Reason.ShouldBe(ConflictReason.Changed);
        (await Read<Counter>("c"))!.Used.ShouldBe(5);
    }

    [Fact]
    public async Task A_commit_without_a_written_document_is_counted_once_and_leaves_its_conflict_to_the_caller()
    {
        var deleted = await Stored(new Thing { Id = "deleted" });
        await Stored(new Counter { Id = "c" });
        faults.LoseNextAnswer();
        var result = await store.Commit(partition, [Change.Delete(deleted), Adding(1)], Cancel);
        (result.Conflict!.Index, result.Conflict.Reason).ShouldBe((0, ConflictReason.Missing));
        (await Read<Counter>("c"))!.Used.ShouldBe(1);
    }

    [Fact]
    public async Task A_conflict_with_others_stays_one()
    {
        await Stored(new Thing { Id = "a" });
        await Stored(new Counter { Id = "c" });
        faults.LoseNextAnswer();
        var result = await store.Commit(partition, [Change.Create(new Thing { Id = "a" }), Adding(1)], Cancel);
        faults.Commits.ShouldBe(2);
        (result.Conflict!.Index, result.Conflict.Reason).ShouldBe((0, ConflictReason.Exists));
        (await Read<Counter>("c"))!.Used.ShouldBe(0);
    }

    [Fact]
    public async Task Throttling_beyond_the_clients_patience_says_when_to_try_again()
    {
        await Read<Thing>("warm");
        faults.Throttled = true;
        Func<Task>[] calls =
        [
            () => store.Read<Thing>(partition, "a", Cancel),
            () => store.Query(partition, new ThingsLike(QueryShape.All), Cancel),
            () => store.Commit(partition, [Change.Create(new Thing { Id = "a" }), Adding(1)], Cancel),
        ];
        foreach (var call in calls)
            (await Should.ThrowAsync<StoreBusyException>(call)).RetryAfter.ShouldBe(TimeSpan.FromMilliseconds(40));
    }

    private static PatchChange Adding(long amount) => new("c") { Increments = new Dictionary<string, long> { ["used"] = amount } };

    private Task<T?> Read<T>(string id) where T : Document, IDocumentType => store.Read<T>(partition, id, Cancel);

    private async Task<T> Stored<T>(T document) where T : Document, IDocumentType =>
        document with { ETag = (await others.Commit(partition, [Change.Create(document)], Cancel)).ETags.Single()! };

    private async Task<CommitResult> CommitLosingTheAnswer(params IReadOnlyList<Change> changes)
    {
        faults.LoseNextAnswer();
        var result = await store.Commit(partition, changes, Cancel);
        faults.Commits.ShouldBe(2);
        result.Conflict.ShouldBeNull();
        return result;
    }
}
