using FluidCloud.Core.Access;
using FluidCloud.Core.Metadata;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

public sealed class LeaseFromStoreTests
{
    private const int Instances = 10;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static LeaseFromStore Instance(IMetadataStore store, TimeProvider clock, RateLimits? limits = null) =>
        new(store, limits ?? new(), clock, NullLogger<LeaseFromStore>.Instance);

    private static async Task<int> Allowed(List<LeaseFromStore> instances, int calls, RateLimit limit = RateLimit.Requests)
    {
        var windows = await Task.WhenAll(Enumerable.Range(0, calls).Select(call => Task.Run(
            async () => await instances[call % instances.Count].Take("key", limit, Cancel), Cancel)));
        return windows.Count(window => !window.Exceeded);
    }

    [Fact]
    public async Task Ten_instances_together_allow_hardly_more_than_the_limit()
    {
        await using var world = new World();
        var clock = new FixedClock();
        var instances = Enumerable.Range(0, Instances).Select(_ => Instance(world.Store, clock)).ToList();

        (await Allowed(instances, 3000)).ShouldBeInRange(600, 660);
        (await Allowed(instances, 3000, RateLimit.UrlImports)).ShouldBe(30);
        clock.Now += TimeSpan.FromMinutes(1);
        (await Allowed(instances, 3000)).ShouldBeInRange(600, 660);
    }

    [Fact]
    public async Task A_single_instance_counts_to_the_letter_but_for_its_free_start_and_tells_what_is_left()
    {
        await using var world = new World();
        var limiter = Instance(world.Store, new FixedClock());

        var windows = new List<RateWindow>();
        for (var call = 0; call < 700; call++)
            windows.Add(await limiter.Take("key", RateLimit.Requests, Cancel));

        windows.Count(window => !window.Exceeded).ShouldBe(606);
        windows.Skip(606).ShouldAllBe(window => window.Exceeded && window.Remaining == 0);
        windows[6].Remaining.ShouldBe(599);
        windows[605].Remaining.ShouldBe(0);
    }

    [Fact]
    public async Task A_key_that_calls_now_and_then_costs_no_call_to_the_store()
    {
        await using var world = new World();
        var store = new WatchedCalls(world.Store);
        var limiter = Instance(store, new FixedClock());

        for (var call = 0; call < 6; call++)
            await limiter.Take("key", RateLimit.Requests, Cancel);
        store.Calls.ShouldBe(0);

        for (var call = 0; call < 700; call++)
            await limiter.Take("key", RateLimit.Requests, Cancel);
        store.Calls.ShouldBeLessThan(100, "About 43 leases, each a read and a write.");
        var before = store.Calls;
        (await limiter.Take("key", RateLimit.Requests, Cancel)).Exceeded.ShouldBeTrue();
        store.Calls.ShouldBe(before, "A refused key costs nothing more.");
    }

    [Fact]
    public async Task A_store_that_is_down_never_closes_the_API()
    {
        await using var world = new World();
        var limiter = Instance(new WatchedCalls(world.Store) { IsDown = true }, new FixedClock());

        (await Allowed([limiter], 1000)).ShouldBe(606);
    }

    [Fact]
    public async Task Keys_do_not_share_a_window()
    {
        await using var world = new World();
        var limiter = Instance(world.Store, new FixedClock(), new() { UrlImports = 1 });

        (await limiter.Take("one", RateLimit.UrlImports, Cancel)).Exceeded.ShouldBeFalse();
        (await limiter.Take("one", RateLimit.UrlImports, Cancel)).Exceeded.ShouldBeTrue();
        (await limiter.Take("two", RateLimit.UrlImports, Cancel)).Exceeded.ShouldBeFalse();
    }

    private sealed class FixedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 6, 23, 10, 4, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class WatchedCalls(IMetadataStore inner) : IMetadataStore
    {
        private int calls;

        public int Calls => Volatile.Read(ref calls);
        public bool IsDown { get; init; }

        public Task<T?> Read<T>(string partition, string id, CancellationToken cancel) where T : Document, IDocumentType =>
            Call(() => inner.Read<T>(partition, id, cancel));

        public Task<Page<T>> Query<T>(string? partition, Query<T> query, CancellationToken cancel) where T : Document, IDocumentType =>
            Call(() => inner.Query(partition, query, cancel));

        public Task<CommitResult> Commit(string partition, IReadOnlyList<Change> changes, CancellationToken cancel) =>
            Call(() => inner.Commit(partition, changes, cancel));

        private Task<T> Call<T>(Func<Task<T>> call)
        {
            Interlocked.Increment(ref calls);
            return IsDown ? throw new IOException("The store is down.") : call();
        }
    }
}
