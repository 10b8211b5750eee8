using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Files;
using FluidCloud.Core.Keys;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Metering;
using FluidCloud.Core.Scanning;
using FluidCloud.Core.Telemetry;
using FluidCloud.Core.Trash;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

public sealed class LostRaceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Who_loses_to_others_tries_again(int losses)
    {
        await using var world = await new World().Settle();
        var file = (await world.Upload(1))[0];
        var store = new Contended(world.Store, losses);

        await new TrashFiles(new(store, world.Get<LocateFiles>(), world.Clock), store, world.Clock).One(world.Tenant, file, Cancel);

        store.Commits.ShouldBe(losses + 1);
        (await Invariants.Files(world)).ShouldHaveSingleItem().DeletedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Who_always_loses_gives_up_and_says_when_to_come_back()
    {
        await using var world = await new World().Settle();
        var file = (await world.Upload(1))[0];
        var store = new Contended(world.Store, int.MaxValue);

        var busy = await Should.ThrowAsync<StoreBusyException>(() =>
            new TrashFiles(new(store, world.Get<LocateFiles>(), world.Clock), store, world.Clock).One(world.Tenant, file, Cancel));

        busy.RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
        store.Commits.ShouldBe(25);
        (await Invariants.Files(world)).ShouldHaveSingleItem().DeletedAt.ShouldBeNull();
    }

    [Fact]
    public async Task No_loop_goes_on_for_ever()
    {
        await using var world = await new World().Settle();
        var key = await world.Get<CreateApiKey>().Run(world.Tenant, new(Scope.All), Cancel);
        var file = (await world.Upload(1))[0];
        var store = new Contended(world.Store, int.MaxValue);
        var scan = new ScanFile(store, world.Get<JudgeFile>(), world.Queue, world.Get<Metrics>(), world.Clock, NullLogger<ScanFile>.Instance);
        var calls = new CountCalls(store, world.Clock, NullLogger<CountCalls>.Instance);
        calls.Count(world.Tenant);

        await Should.ThrowAsync<StoreBusyException>(() => new RevokeApiKey(store, world.Clock).Run(key.Id, Cancel));
        await Should.ThrowAsync<StoreBusyException>(() => scan.Run(new(world.Tenant, file), Cancel));
        await calls.Flush(Cancel); // What can't be stored is kept.

        store.Commits.ShouldBe(3 * 25);
        (await calls.OfThisMonth(world.Tenant, Cancel)).ShouldBe(1);
    }

    /// <summary>Somebody else is always first with the document of the first change, so many times.</summary>
    private sealed class Contended(IMetadataStore inner, int losses) : IMetadataStore
    {
        public int Commits { get; private set; }

        public Task<T?> Read<T>(string partition, string id, CancellationToken cancel) where T : Document, IDocumentType =>
            inner.Read<T>(partition, id, cancel);

        public Task<Page<T>> Query<T>(string? partition, Query<T> query, CancellationToken cancel) where T : Document, IDocumentType =>
            inner.Query(partition, query, cancel);

        public Task<CommitResult> Commit(string partition, IReadOnlyList<Change> changes, CancellationToken cancel) =>
            ++Commits <= losses
                ? Task.FromResult(CommitResult.Failed(0, changes[0], ConflictReason.Changed))
                : inner.Commit(partition, changes, cancel);
    }
}
