using System.Collections.Concurrent;
using FluidCloud.Core;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tenants;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

/// <summary>Every tenant is visited, however many there are and whatever comes in between.</summary>
public sealed class VisitTenantsTests
{
    private const int Tenants = 3 * VisitTenants.SliceSize;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<CutMode> Modes => [.. Enum.GetValues<CutMode>()];

    [Fact]
    public async Task Each_is_visited_once_when_nothing_is_interrupted()
    {
        await using var world = await new World().Settle();
        var tenants = await Fill(world);
        var visited = new Visited();

        await Run(world, visited);

        visited.Tenants.ShouldBe(tenants, ignoreOrder: true);
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task Each_is_visited_wherever_a_job_is_interrupted(CutMode mode)
    {
        await using var world = await new World().Settle();
        var tenants = await Fill(world);
        for (var k = 1; ; k++)
        {
            var visited = new Visited();
            world.Cut.Arm(k, mode);
            try
            {
                await Run(world, visited);
            }
            catch (CutException)
            {
                // The first job was not sent, or nobody knows of it.
            }
            var wasSent = k > 1 || mode is CutMode.AnswerLost or CutMode.DiesAfter;
            var isOver = world.Cut.Effects < k;
            world.Cut.Restart();
            await (wasSent ? Drain(world, visited) : Run(world, visited)); // Redelivered, or the next hour's.

            visited.Tenants.Distinct().ShouldBe(tenants, ignoreOrder: true, $"cut {k}");
            if (isOver)
                break;
            k.ShouldBeLessThan(100);
        }
    }

    [Fact]
    public async Task One_that_fails_keeps_no_other_from_its_visit()
    {
        await using var world = await new World().Settle();
        var tenants = await Fill(world);
        var visited = new Visited { Fails = tenants[7] };

        await Run(world, visited);

        visited.Tenants.ShouldBe(tenants.Except([tenants[7]]), ignoreOrder: true);
        world.Queue.Poison.ShouldBeEmpty();
    }

    private sealed class Visited : ITenantVisit
    {
        public ConcurrentQueue<TenantId> Tenants { get; } = new();

        public TenantId? Fails { get; init; }

        public TenantVisit Visit => TenantVisit.Audit;

        public Task Run(TenantId tenant, CancellationToken cancel)
        {
            if (tenant == Fails)
                throw new InvalidOperationException("This tenant fails.");
            Tenants.Enqueue(tenant);
            return Task.CompletedTask;
        }
    }

    /// <returns>All there are, with the world's own.</returns>
    private static async Task<IReadOnlyList<TenantId>> Fill(World world)
    {
        foreach (var batch in Enumerable.Range(1, Tenants).Chunk(IMetadataStore.MaxOperations))
        {
            var entries = batch.Select(_ => Id.New<TenantId>()).Select(id => new TenantEntry { Id = id.ToString(), TenantId = id, CreatedAt = world.Clock.GetUtcNow() });
            (await world.Store.Commit(Partitions.TenantDirectory, [.. entries.Select(Change.Create)], Cancel)).Succeeded.ShouldBeTrue();
        }
        return await world.Store.QueryEvery(Partitions.TenantDirectory, new TenantsByAge(Limit: 500), Cancel).Select(entry => entry.TenantId).ToListAsync(Cancel);
    }

    private static VisitTenants Visitor(World world, Visited visited) =>
        new(world.Get<IMetadataStore>(), world.Get<IJobQueue>(), [visited], NullLogger<VisitTenants>.Instance);

    private static async Task Run(World world, Visited visited)
    {
        await Visitor(world, visited).Start(TenantVisit.Audit, Cancel);
        await Drain(world, visited);
    }

    private static Task Drain(World world, Visited visited) =>
        world.Queue.Drain(job => Visitor(world, visited).Run((VisitTenantsJob)job, Cancel), hasEnded: () => world.Cut.Dead);
}
