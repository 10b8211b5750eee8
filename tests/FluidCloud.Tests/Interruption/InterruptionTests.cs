using FluidCloud.Core;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Trash;
using FluidCloud.Core.Uploads;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

/// <summary>
/// Cuts each operation at every effect it has on the stores, in four ways, lets a new process go on with what is left,
/// and asserts what must hold whatever happened.
/// </summary>
[Contract(25, 62, 63, 216)]
public sealed partial class InterruptionTests(ITestOutputHelper output, CutPoints points) : IClassFixture<CutPoints>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<CutMode> Modes => [.. Enum.GetValues<CutMode>()];

    [Theory, MemberData(nameof(Modes))]
    public Task Purging_one_file(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var ids = await world.Upload(3);
            await world.Drain();
            await world.Trash([ids[2]]);
            return ids;
        },
        act: async (world, ids) =>
        {
            await world.Get<PurgeFiles>().One(world.Tenant, ids[1], Cancel);
            await world.Get<PurgeFiles>().One(world.Tenant, ids[2], Cancel);
        },
        // Asked again, as the caller of a failed request does.
        again: (world, ids) => Task.WhenAll(PurgeUnlessGone(world, ids[1]), PurgeUnlessGone(world, ids[2])),
        assert: async (world, ids) =>
        {
            (await Invariants.Files(world)).Select(file => file.FileId).ShouldBe([ids[0]]);
            (await Invariants.Erased(world)).Order(ById).ShouldBe(ids.Skip(1).Order(ById));
        });

    [Theory, MemberData(nameof(Modes))]
    public Task Purging_one_file_without_asking_again(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var ids = await world.Upload(1);
            await world.Drain();
            return ids;
        },
        act: (world, ids) => world.Get<PurgeFiles>().One(world.Tenant, ids[0], Cancel),
        again: (_, _) => Task.CompletedTask,
        // Either nothing had begun, or it is done to the end.
        assert: async (world, _) => (await Invariants.Files(world)).ShouldAllBe(file => file.Status == FileStatus.Ready));

    [Theory, MemberData(nameof(Modes))]
    public Task Emptying_the_Trash(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var ids = await world.Upload(8);
            await world.Drain();
            await world.Trash(ids.Take(6));
            return ids;
        },
        act: async (world, _) =>
        {
            await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
            await world.Drain();
        },
        again: (world, _) => world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel),
        assert: async (world, ids) =>
        {
            (await Invariants.Files(world)).Select(file => file.FileId).Order(ById).ShouldBe(ids.Skip(6).Order(ById));
            (await Invariants.Erased(world)).Order(ById).ShouldBe(ids.Take(6).Order(ById));
        });

    [Theory, MemberData(nameof(Modes))]
    public Task Emptying_the_Trash_goes_on_by_itself_and_counts_each_file_once(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var ids = await world.Upload(70);
            await world.Drain();
            await world.Trash(ids);
            await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
            return ids;
        },
        act: (world, _) => world.Drain(),
        again: (_, _) => Task.CompletedTask,
        assert: async (world, _) =>
        {
            (await Invariants.Files(world)).ShouldBeEmpty();
            var sweep = (await world.Store.Read<Sweep>(Partitions.Of(world.Tenant), Sweep.IdOf(null), Cancel))!;
            ((long?)sweep.FilesDone, (long?)sweep.BytesDone).ShouldBe((sweep.FilesTotal, sweep.BytesTotal));
            sweep.FilesDone.ShouldBe(70);
            (await Invariants.Erased(world)).Count.ShouldBe(70);
        }, stride: 7);

    [Theory, MemberData(nameof(Modes))]
    public Task Two_overlapping_sweeps(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var ids = await world.Upload(5);
            var elsewhere = await world.Upload(3, await world.NewSpace());
            await world.Drain();
            await world.Trash([.. ids.Take(4), .. elsewhere]);
            return ids;
        },
        act: async (world, _) =>
        {
            await world.Get<EmptyTrash>().Run(world.Tenant, world.Space, Cancel);
            await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel);
            await world.Drain();
        },
        again: async (world, _) => await world.Get<EmptyTrash>().Run(world.Tenant, space: null, Cancel),
        assert: async (world, ids) => (await Invariants.Files(world)).Select(file => file.FileId).ShouldBe([ids[4]]));

    [Theory, MemberData(nameof(Modes))]
    public Task Storing_a_file_that_came_with_the_request(CutMode mode) => CutEverywhere(mode,
        arrange: _ => Task.FromResult(new List<FileId>()),
        act: async (world, ids) =>
        {
            ids.Add((await world.Get<StoreUpload>().Run(world.Caller, new("file.bin", Size: null, world.Space.ToString(), null, null, null), new byte[3], Cancel)).FileId);
            await world.Drain();
        },
        again: (_, _) => Task.CompletedTask,
        // Whoever got an answer has a file; whoever got none may have one, whole.
        assert: async (world, ids) =>
        {
            var files = await Invariants.Files(world);
            files.ShouldAllBe(file => file.Status == FileStatus.Ready && file.Size == 3);
            ids.ShouldAllBe(id => files.Any(file => file.FileId == id));
        });

    [Theory, MemberData(nameof(Modes))]
    public Task Uploading(CutMode mode) => CutEverywhere(mode,
        arrange: _ => Task.FromResult(new List<FileId>()),
        act: async (world, ids) =>
        {
            var ticket = await world.Start();
            ids.Add(ticket.FileId);
            world.Put(ticket);
            await world.Complete(ticket);
            await world.Drain();
        },
        again: async (world, ids) =>
        {
            foreach (var id in ids)
                await world.Complete(new(id, $"{world.Tenant}/{id}", new("memory:"), default));
        },
        assert: async (world, ids) =>
        {
            var files = await Invariants.Files(world);
            files.Select(file => file.FileId).ShouldBe(ids);
            files.ShouldAllBe(file => file.Status == FileStatus.Ready && file.Sha256 != null);
        });

    [Theory, MemberData(nameof(Modes))]
    public Task Uploading_in_parts(CutMode mode) => CutEverywhere(mode,
        arrange: _ => Task.FromResult(new List<FileId>()),
        act: async (world, ids) =>
        {
            var ticket = await world.Start(1000);
            ids.Add(ticket.FileId);
            foreach (var (number, size) in new[] { (3, 200), (1, 400), (2, 400) })
                world.PutPart(ticket, number, size);
            await world.Complete(ticket);
            await world.Drain();
        },
        again: async (world, ids) =>
        {
            foreach (var id in ids)
                await world.Complete(new(id, $"{world.Tenant}/{id}", Url: null, default));
        },
        assert: async (world, ids) =>
        {
            var files = await Invariants.Files(world);
            files.Select(file => file.FileId).ShouldBe(ids);
            files.ShouldAllBe(file => file.Status == FileStatus.Ready && file.Size == 1000);
            world.Parts.Parts.ShouldBeEmpty();
        });

    [Theory, MemberData(nameof(Modes))]
    public Task Uploading_in_parts_and_aborting(CutMode mode) => CutEverywhere(mode,
        arrange: _ => Task.FromResult(new List<FileId>()),
        act: async (world, ids) =>
        {
            var ticket = await world.Start(1000);
            ids.Add(ticket.FileId);
            world.PutPart(ticket, 1, 400);
            await world.Get<AbortUpload>().Run(world.Tenant, ticket.FileId, Cancel);
            world.PutPart(ticket, 2, 400);
        },
        again: (world, ids) =>
        {
            world.Clock.Skip(TimeSpan.FromHours(48));
            return Task.CompletedTask;
        },
        assert: async (world, _) =>
        {
            (await Invariants.Files(world)).ShouldBeEmpty();
            world.Parts.Parts.ShouldBeEmpty();
        });

    [Theory, MemberData(nameof(Modes))]
    public async Task Importing(CutMode mode)
    {
        await using var source = await SourceServer.Start();
        await CutEverywhere(mode,
            arrange: _ => Task.FromResult(new List<FileId>()),
            act: async (world, ids) =>
            {
                ids.Add(await world.Import(source.Url("chunked/5000000")));
                await world.Drain();
            },
            again: (_, _) => Task.CompletedTask,
            assert: async (world, ids) =>
            {
                // Where the answer to the caller was lost, the import may have begun: then it is finished.
                var files = await Invariants.Files(world);
                ids.Except(files.Select(file => file.FileId)).ShouldBeEmpty();
                files.ShouldAllBe(file => file.Status == FileStatus.Ready && file.Size == 5_000_000);
                world.Blobs.Blobs.Values.ShouldAllBe(bytes => bytes.SequenceEqual(SourceServer.Bytes(5_000_000)));
                world.Parts.Parts.ShouldBeEmpty();
            });
    }

    [Theory, MemberData(nameof(Modes))]
    public async Task An_import_that_fails(CutMode mode)
    {
        await using var source = await SourceServer.Start();
        await CutEverywhere(mode,
            arrange: _ => Task.FromResult(new List<FileId>()),
            act: async (world, ids) =>
            {
                ids.Add(await world.Import(source.Url("broken/5000000")));
                await world.Drain();
            },
            again: (_, _) => Task.CompletedTask,
            assert: async (world, ids) =>
            {
                (await Invariants.Files(world)).ShouldBeEmpty();
                world.Blobs.Blobs.ShouldBeEmpty();
                world.Parts.Parts.ShouldBeEmpty();
                foreach (var id in ids)
                    (await world.Get<ReadUpload>().Run(world.Tenant, id, Cancel)).Status.ShouldBe(UploadStatus.Failed);
            });
    }

    [Theory, MemberData(nameof(Modes))]
    public Task Uploading_and_giving_up(CutMode mode) => CutEverywhere(mode,
        arrange: _ => Task.FromResult(true),
        act: async (world, _) =>
        {
            var ticket = await world.Start();
            world.Put(ticket, 7);
            await Should.ThrowAsync<FluidCloudException>(() => world.Complete(ticket));
        },
        again: (world, _) =>
        {
            world.Clock.Skip(TimeSpan.FromHours(25));
            return Task.CompletedTask;
        },
        assert: async (world, _) =>
        {
            (await Invariants.Files(world)).ShouldBeEmpty();
            world.Blobs.Blobs.ShouldBeEmpty();
        });

    [Theory, MemberData(nameof(Modes))]
    public Task Trash_and_restore(CutMode mode) => CutEverywhere(mode,
        arrange: async world =>
        {
            var ids = await world.Upload(2);
            await world.Drain();
            return ids;
        },
        act: async (world, ids) =>
        {
            await world.Trash([ids[0]]);
            await world.Get<RestoreFiles>().One(world.Tenant, ids[0], Cancel);
            await world.Trash(ids);
        },
        again: (world, ids) => world.Trash(ids),
        assert: async (world, _) => (await Invariants.Files(world)).ShouldAllBe(file => file.DeletedAt != null));

    private static readonly Comparer<FileId> ById = Comparer<FileId>.Create((a, b) => a.Value.CompareTo(b.Value));

    private static async Task PurgeUnlessGone(World world, FileId id)
    {
        try
        {
            await world.Get<PurgeFiles>().One(world.Tenant, id, Cancel);
        }
        catch (FluidCloudException e) when (e.Code == ErrorCode.NotFound)
        {
            // It is gone, or its purge goes on.
        }
    }

    /// <param name="again">What the caller does once the service is back.</param>
    /// <param name="stride">Cuts at every n-th effect, where an operation has very many alike.</param>
    private async Task CutEverywhere<T>(
        CutMode mode, Func<World, Task<T>> arrange, Func<World, T, Task> act, Func<World, T, Task> again, Func<World, T, Task> assert, int stride = 1)
    {
        var cuts = 0;
        for (var k = 1; ; k += stride)
        {
            await using var world = await new World().Settle();
            var given = await arrange(world);
            world.Cut.Arm(k, mode);
            try
            {
                await act(world, given);
            }
            catch (CutException)
            {
                // That is the cut.
            }
            catch (Exception e) when (world.Cut.Reached)
            {
                output.WriteLine($"cut {k}: the caller was told: {e.Message}");
            }
            if (!world.Cut.Reached)
                break;
            cuts++;
            world.Cut.Restart();
            await again(world, given);
            await world.Resume();
            try
            {
                await Invariants.ShouldHold(world);
                await assert(world, given);
            }
            catch (ShouldAssertException e)
            {
                throw new ShouldAssertException($"Cut at effect {k} ({mode}): {e.Message}", e);
            }
        }
        cuts.ShouldBeGreaterThan(0);
        points.Add(cuts);
        output.WriteLine($"{cuts} cut points ({mode})");
    }
}
