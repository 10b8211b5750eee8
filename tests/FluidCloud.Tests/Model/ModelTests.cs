using FluidCloud.Core;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Quota;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Trash;
using FluidCloud.Core.Uploads;
using FluidCloud.Tests.Hosting;
using FluidCloud.Tests.Interruption;
using FsCheck;
using FsCheck.Fluent;
using Shouldly;
using Node = FluidCloud.Tests.Model.TenantModel.Node;

namespace FluidCloud.Tests.Model;

/// <summary>Random sequences of operations on a small tree, beside a simple model: after each step the two agree.</summary>
public sealed class ModelTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private const int Steps = 80;

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 12).Select(number => (ulong)number)];

    [Theory, MemberData(nameof(Seeds))]
    [Contract(20, 26, 111, 117, 118, 119, 120, 126, 153, 154, 164, 166, 221, 224, 225, 226, 228)]
    public async Task The_product_and_the_model_agree_after_every_step(ulong seed)
    {
        var steps = Gen.Sample(Step.Any, Steps, new Rnd(seed, gamma: 1), size: 50);
        await using var run = new ModelRun(await new World().Settle());
        var taken = new List<Step>();
        foreach (var step in steps)
        {
            taken.Add(step);
            try
            {
                await run.Take(step);
                await run.ShouldAgree();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}, after {string.Join("\n", taken)}: {e.Message}", e);
            }
        }
        await run.World.Resume();
        await Invariants.ShouldHold(run.World);
    }

    private sealed class ModelRun(World world) : IAsyncDisposable
    {
        private readonly TenantModel model = new();
        private readonly Dictionary<Node, FileId> files = [];
        private readonly Dictionary<Node, FolderId> folders = [];

        /// <summary>Every link that was made and not revoked.</summary>
        private readonly List<(NewShare Share, Node File)> links = [];

        public World World { get; } = world;

        public ValueTask DisposeAsync() => World.DisposeAsync();

        public async Task Take(Step step)
        {
            var file = model.Files.Count == 0 ? null : model.Files[step.Item % model.Files.Count];
            var folder = model.Folders.Count == 0 ? null : model.Folders[step.Item % model.Folders.Count];
            var target = step.Target == 0 || model.Folders.Count == 0 ? null : model.Folders[step.Target % model.Folders.Count];
            switch (step.Kind)
            {
                case StepKind.Upload:
                    await Upload(step.Name, step.ClientKey, target);
                    break;
                case StepKind.UploadSeveralAtOnce:
                    await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Upload(step.Name, clientKey: null, target)));
                    break;
                case StepKind.CreateFolder when target is not { InTrash: true }:
                    var made = new Node { Name = step.Name, Parent = target };
                    folders[made] = (await World.Get<CreateFolder>().Run(World.Caller, World.Space, IdOf(target), step.Name, Cancel)).FolderId;
                    model.Folders.Add(made);
                    break;
                case StepKind.TrashSeveralAtOnce:
                    var several = model.Files.Take(3).ToList();
                    await Task.WhenAll(several.Select(one => World.Get<TrashFiles>().One(World.Tenant, files[one], Cancel)));
                    several.ForEach(one => one.ToTrash());
                    break;
                case StepKind.TrashFile when file is not null:
                    await Same(file.ToTrash(), () => World.Get<TrashFiles>().One(World.Tenant, files[file], Cancel));
                    break;
                case StepKind.RestoreFile when file is not null:
                    await Same(file.Restore(), () => World.Get<RestoreFiles>().One(World.Tenant, files[file], Cancel));
                    break;
                case StepKind.PurgeFile when file is not null:
                    await World.Get<PurgeFiles>().One(World.Tenant, files[file], Cancel);
                    model.Files.Remove(file);
                    break;
                case StepKind.RenameFile when file is not null:
                    await Same(file.Rename(step.Name), () => World.Get<EditFile>().Run(World.Tenant, files[file], new(step.Name, null, null), Cancel));
                    break;
                case StepKind.MoveFile when file is not null:
                    await Same(file.Move(target), () => World.Get<EditFile>().Run(World.Tenant, files[file], new(null, new(IdOf(target)), null), Cancel));
                    break;
                case StepKind.TrashFolder when folder is not null:
                    await Same(folder.ToTrash(), () => World.Get<TrashFolder>().Run(World.Tenant, folders[folder], Cancel));
                    break;
                case StepKind.RestoreFolder when folder is not null:
                    await Same(folder.Restore(), () => World.Get<RestoreFolder>().Run(World.Tenant, folders[folder], Cancel));
                    break;
                case StepKind.MoveFolder when folder is not null:
                    await Same(folder.Move(target), () => World.Get<EditFolder>().Run(World.Tenant, folders[folder], new(null, new(IdOf(target))), Cancel));
                    break;
                case StepKind.Share when file is not null:
                    await World.Drain(); // Scanned it must be.
                    await Same(!file.InTrash, async () =>
                    {
                        links.Add((await World.Share(files[file], days: step.Target == 0 ? null : step.Target), file));
                        return true;
                    });
                    break;
                case StepKind.Revoke when links.Where(link => model.Files.Contains(link.File)).ToList() is { Count: > 0 } live:
                    var link = live[step.Item % live.Count];
                    await World.Get<RevokeShare>().Run(World.Tenant, link.Share.Share.ShareId, Cancel);
                    (await World.Opens(link.Share)).ShouldBeFalse();
                    links.Remove(link);
                    break;
                case StepKind.EmptyTrash:
                    await World.Get<EmptyTrash>().Run(World.Tenant, space: null, Cancel);
                    await World.Drain();
                    model.Empty();
                    break;
            }
        }

        public async Task ShouldAgree()
        {
            foreach (var folder in model.Folders.Prepend(null!))
                (await Names(await World.Get<ListFiles>().OfSpace(World.Tenant, World.Space, IdOf(folder), FileFilter.None, FileOrder.ByName, new(null, null), Cancel)))
                    .ShouldBe(model.Listing(folder));
            (await Names(await World.Get<ListFiles>().OfTrash(World.Tenant, FileFilter.None, FileOrder.ByName, new(null, null), Cancel))).ShouldBe(model.TrashListing);
            foreach (var key in new[] { "one", "two/2" })
                (await Resolve(key)).ShouldBe(model.Resolve(key) is { } file ? files[file] : null, key);
            foreach (var file in model.Files)
                ((await World.Get<FindFile>().ById(World.Tenant, files[file], Cancel)).DeletedAt is not null).ShouldBe(file.InTrash, file.Name);
            var (_, usage) = await World.Get<ReadQuota>().Run(World.Tenant, Cancel);
            foreach (var (share, file) in links)
                (await World.Opens(share)).ShouldBe(model.Files.Contains(file) && !file.InTrash, file.Name);
            usage.LinksUsed.ShouldBe(links.Count(link => link.Share.Share.ExpiresAt is not null && model.Files.Contains(link.File)));
            usage.BytesUsed.ShouldBe(model.BytesUsed);
            (usage.TrashFiles, usage.TrashBytes).ShouldBe(model.InTrash);
        }

        private async Task Upload(string name, string? clientKey, Node? target)
        {
            if (target is { InTrash: true })
                return;
            var request = new UploadRequest(name, 10, World.Space.ToString(), IdOf(target)?.ToString(), clientKey, null);
            var ticket = await World.Get<StartUpload>().Run(World.Caller, request, Cancel);
            World.Put(ticket);
            await World.Complete(ticket);
            var node = new Node { Name = name, ClientKey = clientKey, Size = 10, Parent = target };
            lock (model)
            {
                files[node] = ticket.FileId;
                model.Files.Add(node);
            }
        }

        private FolderId? IdOf(Node? folder) => folder is null ? null : folders[folder];

        /// <summary>The product refuses exactly what the model refuses.</summary>
        private static async Task Same<T>(bool allowed, Func<Task<T>> operation)
        {
            try
            {
                await operation();
                allowed.ShouldBeTrue("The product allowed what the model refuses.");
            }
            catch (FluidCloudException e) when (e.Code is ErrorCode.Conflict or ErrorCode.BadRequest)
            {
                allowed.ShouldBeFalse($"The product refused what the model allows: {e.Message}");
            }
        }

        private async Task<FileId?> Resolve(string key)
        {
            try
            {
                return (await World.Get<FindFile>().ByClientKey(World.Tenant, key, app: null, Cancel)).FileId;
            }
            catch (FluidCloudException e) when (e.Code is ErrorCode.NotFound)
            {
                return null;
            }
        }

        private static async Task<IReadOnlyList<string>> Names(Core.Metadata.Listing<FileItem> listing) =>
            await listing.Items.Select(file => file.OriginalName).ToListAsync(Cancel);
    }
}
