using System.Net;
using System.Security.Cryptography;
using FluidCloud.Adapters.Sqlite;
using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Erasures;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Imports;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Previews;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Rescans;
using FluidCloud.Core.Scanning;
using FluidCloud.Core.Shares;
using FluidCloud.Core.Spaces;
using FluidCloud.Core.Sweeps;
using FluidCloud.Core.Tenants;
using FluidCloud.Core.Trash;
using FluidCloud.Core.Uploads;
using FluidCloud.Functions.Settings;
using FluidCloud.Tests.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Tests.Interruption;

/// <summary>The use cases over stores that can be cut: real SQLite metadata, bytes and queue in memory.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly string file;
    private static readonly HashSet<int> AnyPort = [.. Enumerable.Range(1, ushort.MaxValue)];
    private readonly ServiceProvider services;

    public World() : this(new TestWitness("witness.test/none"), asked: null) { }

    /// <param name="asked">The key of the witness that is asked; null when none is.</param>
    public World(IWitnessClient witness, NoteKey? asked) : this(witness, asked, NewFile(), before: null) { }

    /// <param name="before">Whose bytes, erasure log and journal it goes on with; null begins with none.</param>
    private World(IWitnessClient witness, NoteKey? asked, string file, World? before)
    {
        this.file = file;
        (Blobs, Log, Journal) = (before?.Blobs ?? new(), before?.Log ?? new(), before?.Journal ?? new());
        (Clock, Caller, Space) = (before?.Clock ?? new(), before?.Caller!, before?.Space ?? default);
        Parts = new(Blobs);
        Store = new SqliteMetadataStore(file);
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IMetadataStore>(new CutMetadataStore(Store, Cut))
            .AddSingleton<IBlobStore>(new CutBlobStore(Blobs, Cut))
            .AddSingleton<IPartStore>(new CutPartStore(Parts, Cut))
            .AddSingleton<IErasureLogStore>(new CutErasureLogStore(Log, Cut))
            .AddSingleton<IJournalStore>(new CutJournalStore(Journal, Cut))
            .AddSingleton(TestLog.Settings with { Witnesses = asked is null ? [] : [$"{asked} http://witness.test"] })
            .AddSingleton(witness)
            .AddSingleton(new UploadLimits { MultipartFrom = 1000, SmallestPart = 400 })
            .AddSingleton(new ImportLimits { Ports = AnyPort, MayConnect = IPAddress.IsLoopback })
            .AddSingleton(new PreviewLimits())
            .AddSingleton<IJobQueue>(new CutJobQueue(Queue, Cut))
            .AddSingleton<IEdgeCache>(new CutEdgeCache(Edge, Cut))
            .AddSingleton(TestShares.Settings)
            .AddSingleton<IPreviewStore>(new CutPreviewStore(Previews, Cut))
            .AddSingleton<IPreviewConverter>(Converter)
            .AddSingleton<IMalwareScanner>(Scanner)
            .AddSettings(new ConfigurationBuilder().Build(), SettingsSections.Features)
            .AddFluidCloud()
            .BuildServiceProvider();
    }

    public TestClock Clock { get; }
    public string MetadataPath => file;
    public Cut Cut { get; } = new();

    /// <summary>The metadata, seen without the cut.</summary>
    public SqliteMetadataStore Store { get; }
    public MemoryBlobStore Blobs { get; }
    public MemoryPartStore Parts { get; }
    public MemoryPreviewStore Previews { get; } = new();
    public MemoryErasureLogStore Log { get; }
    public MemoryJournalStore Journal { get; }
    public StandInConverter Converter { get; } = new();
    public StandInScanner Scanner { get; } = new();
    public MemoryJobQueue Queue { get; } = new();
    public MemoryEdgeCache Edge { get; } = new();
    public Caller Caller { get; private set; } = null!;
    public SpaceId Space { get; private set; }
    public TenantId Tenant => Caller.Tenant;

    private static string NewFile() => Path.Combine(Path.GetTempPath(), $"fluidcloud-{Guid.NewGuid():N}.db");

    /// <summary>A copy of the metadata as they are now.</summary>
    /// <returns>The path of the copy.</returns>
    public string BackUp()
    {
        var copy = NewFile();
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $copy";
        command.Parameters.AddWithValue("$copy", copy);
        command.ExecuteNonQuery();
        return copy;
    }

    /// <summary>A deployment whose metadata are those of a backup, beside the bytes, the log and the journal of this one.</summary>
    public World Restored(string backup)
    {
        var copy = NewFile();
        File.Copy(backup, copy);
        return new(new TestWitness("witness.test/none"), asked: null, copy, before: this);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    public async Task<World> Settle(long bytesLimit = Core.Tenants.Tenant.Unlimited, long linksLimit = Core.Tenants.Tenant.Unlimited)
    {
        var tenant = await Get<CreateTenant>().Run("Test", new() { Bytes = bytesLimit, Links = linksLimit }, Cancel);
        Caller = new(tenant.TenantId, "fck_live_test...", Scope.All.Select(scope => scope.Name).ToHashSet(), App: null)
        {
            KeyId = "",
            KeyCreatedAt = default,
        };
        Space = Id.Parse<SpaceId>((await (await Get<ListSpaces>().Run(Tenant, new(Limit: 1, After: null), Cancel)).Items.SingleAsync(Cancel)).Id);
        return this;
    }

    public async Task<SpaceId> NewSpace() => Id.Parse<SpaceId>((await Get<CreateSpace>().Run(Caller, "Another", app: null, Cancel)).Id);

    public Task<UploadTicket> Start(int size = 10, SpaceId? space = null, FolderId? folder = null) =>
        Get<StartUpload>().Run(Caller, new("file.bin", size, (space ?? Space).ToString(), folder?.ToString(), null, null), Cancel);

    public Task<FileId> Import(string url) =>
        Get<StartImport>().Run(Caller, url, new("imported.bin", null, Space.ToString(), null, null, null), Cancel);

    public void Put(UploadTicket ticket, int size = 10) => Blobs.Blobs[ticket.Key] = RandomNumberGenerator.GetBytes(size);

    public void PutPart(UploadTicket ticket, int number, int size) => Parts.Put(ticket.Key, number, RandomNumberGenerator.GetBytes(size));

    public Task<FileItem> Complete(UploadTicket ticket) => Get<CompleteUpload>().Run(Caller, ticket.FileId, ticket.Key, Cancel);

    /// <summary>Files whose scan still waits in the queue.</summary>
    public async Task<IReadOnlyList<FileId>> Upload(int count, SpaceId? space = null, FolderId? folder = null)
    {
        var ids = new List<FileId>();
        for (var number = 0; number < count; number++)
        {
            var ticket = await Start(10 + number, space, folder);
            Put(ticket, 10 + number);
            ids.Add((await Complete(ticket)).FileId);
        }
        return ids;
    }

    /// <summary>A scanned file that is a TIFF by its first bytes.</summary>
    public async Task<FileId> UploadImage()
    {
        var ticket = await Start();
        Blobs.Blobs[ticket.Key] = [.. "II*\0"u8, .. new byte[6]];
        await Complete(ticket);
        await Drain();
        return ticket.FileId;
    }

    public async Task<FolderId> NewFolder(FolderId? parent = null) =>
        (await Get<CreateFolder>().Run(Caller, Space, parent, "folder", Cancel)).FolderId;

    public async Task Trash(IEnumerable<FileId> ids)
    {
        foreach (var id in ids)
            await Get<TrashFiles>().One(Tenant, id, Cancel);
    }

    /// <param name="days">null makes a permanent link.</param>
    public async Task<NewShare> Share(FileId file, int? days = null) =>
        await Get<CreateShare>().Run(Caller, file, new(days is { } count ? TimeSpan.FromDays(count) : null, SharePermission.View), Cancel);

    /// <summary>Whether the raw link serves.</summary>
    public async Task<bool> Opens(NewShare share)
    {
        try
        {
            await Get<OpenLink>().Run(share.Url.Segments[^1], Cancel);
            return true;
        }
        catch (FluidCloudException e) when (e.Code == ErrorCode.NotFound)
        {
            return false;
        }
    }

    /// <summary>Works off the queue, and what comes of it.</summary>
    public Task Drain() => Queue.Drain(Work, hasEnded: () => Cut.Dead);

    public Task Work(object job) => job switch
    {
        ScanJob scan => Get<ScanFile>().Run(scan, Cancel),
        RescanJob rescan => Get<RescanFile>().Run(rescan, Cancel),
        ImportJob import => Get<ImportFile>().Run(import, Cancel),
        PlanSweepJob plan => Get<PlanSweep>().Run(plan, Cancel),
        PurgeBatchJob batch => Get<PurgeFiles>().Batch(batch, Cancel),
        VisitTenantsJob visit => Get<VisitTenants>().Run(visit, Cancel),
        EraseJob erase => Get<RunErasure>().Run(erase, Cancel),
        PurgeFolderJob folder => Get<PurgeFolder>().Run(folder, Cancel),
        _ => throw new InvalidOperationException($"No function takes {job.GetType().Name}."),
    };

    /// <summary>What a new process does with what the old one left: redelivery, and maintenance as time goes by.</summary>
    public async Task Resume()
    {
        Cut.Restart();
        await Drain();
        for (var round = 0; round < 4; round++)
        {
            Clock.Skip(TimeSpan.FromMinutes(11));
            await Get<ResumeOverdueWork>().Run(Cancel);
            await Drain();
            await Get<AppendReceipts>().Run(Cancel);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Store.Dispose();
        foreach (var suffix in new[] { "", "-wal", "-shm" })
            File.Delete(file + suffix);
    }
}
