using System.Globalization;
using System.Security.Cryptography;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using FluidCloud.Adapters.Azure;
using FluidCloud.Adapters.Sqlite;
using FluidCloud.Bench.Hosting;
using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Counters;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Keys;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tenants;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Bench.Data;

/// <summary>A tenant to measure with, filled past the API: bytes straight to storage, records straight to the metadata file.</summary>
/// <remarks>The host may run meanwhile: its metadata file takes writes of another process.</remarks>
internal sealed class BenchTenant : IAsyncDisposable
{
    public const int FileSize = 1024;
    private const int ParallelUploads = 32;
    private const int BlockSize = 64 * 1024 * 1024;

    private readonly HostPlace place;
    private readonly ServiceProvider services;

    private BenchTenant(HostPlace place, ServiceProvider services, TenantId id, string key) =>
        (this.place, this.services, Id, Key) = (place, services, id, key);

    public TenantId Id { get; }
    public string Key { get; }
    public IMetadataStore Metadata => services.GetRequiredService<IMetadataStore>();

    public T Get<T>() where T : notnull => services.GetRequiredService<T>();

    public BlobContainerClient Blobs => new BlobServiceClient(place.Azurite.ConnectionString()).GetBlobContainerClient(AzureBlobStore.Container);

    public static async Task<BenchTenant> Create(HostPlace place, CancellationToken cancel)
    {
        var services = new ServiceCollection().AddLogging().AddFluidCloud()
            .AddSingleton<IMetadataStore>(_ => new SqliteMetadataStore(place.MetadataFile))
            .AddSingleton<IErasureLogStore>(new AzureErasureLogStore(new(place.Azurite.ConnectionString()))).BuildServiceProvider();
        var tenant = await services.GetRequiredService<CreateTenant>().Run("Bench", new(), cancel);
        var key = await services.GetRequiredService<CreateApiKey>().Run(tenant.TenantId, new(Scope.All), cancel);
        return new(place, services, tenant.TenantId, key.Text);
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    /// <summary>Scanned files of the root of a space, with their bytes in storage.</summary>
    /// <param name="trashed">Each on its own, a while ago.</param>
    public async Task<IReadOnlyList<FileItem>> AddFiles(SpaceId space, int count, bool trashed, CancellationToken cancel)
    {
        var files = MakeRecords(space, count, trashed);
        await AddBlobs([.. files.Select(file => file.Blob.ToString())], cancel);
        await Commit(files, cancel);
        return files;
    }

    /// <summary>Scanned files of the root of a space, without bytes.</summary>
    public async Task AddRecords(SpaceId space, int count, CancellationToken cancel) => await Commit(MakeRecords(space, count, trashed: false), cancel);

    /// <summary>A scanned file of the root of a space, of any size.</summary>
    public async Task<FileItem> AddLargeFile(SpaceId space, long size, CancellationToken cancel)
    {
        var file = MakeRecords(space, 1, trashed: false)[0] with { Size = size };
        var blob = Blobs.GetBlockBlobClient(file.Blob.ToString());
        var block = RandomNumberGenerator.GetBytes(BlockSize);
        var ids = new List<string>();
        for (var left = size; left > 0; left -= BlockSize)
        {
            ids.Add(Convert.ToBase64String(BitConverter.GetBytes(ids.Count)));
            await blob.StageBlockAsync(ids[^1], new MemoryStream(block, 0, (int)Math.Min(BlockSize, left)), cancellationToken: cancel);
        }
        await blob.CommitBlockListAsync(ids, cancellationToken: cancel);
        await Commit([file], cancel);
        return file;
    }

    public async Task AddBlobs(IReadOnlyList<string> names, CancellationToken cancel)
    {
        var container = Blobs;
        var bytes = new BinaryData(new byte[FileSize]);
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = ParallelUploads, CancellationToken = cancel },
            async (name, stop) => await container.GetBlobClient(name).UploadAsync(bytes, overwrite: true, stop));
    }

    private List<FileItem> MakeRecords(SpaceId space, int count, bool trashed)
    {
        var now = TimeProvider.System.GetUtcNow();
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(new byte[FileSize]));
        return [.. Enumerable.Range(0, count).Select(number =>
        {
            var id = Core.Id.New<FileId>();
            return new FileItem
            {
                Id = id.ToString(),
                TenantId = Id,
                SpaceId = space,
                SourceApp = "bench",
                ClientKey = $"bench/{id}",
                OriginalName = string.Create(CultureInfo.InvariantCulture, $"file {number:D7}.bin"),
                Mime = "application/octet-stream",
                Size = FileSize,
                Sha256 = sha256,
                ScanStatus = ScanStatus.Clean,
                Status = FileStatus.Ready,
                CreatedBy = ApiKey.PrefixOf(Key),
                CreatedAt = now,
                UpdatedAt = now,
                DeletedAt = trashed ? now : null,
                TrashRoot = trashed ? id.Value : null,
            };
        })];
    }

    /// <summary>The records with what the counters say of them.</summary>
    private async Task Commit(IReadOnlyList<FileItem> files, CancellationToken cancel)
    {
        // The rest of a commit's operations is for the counters.
        foreach (var chunk in files.Chunk(IMetadataStore.MaxOperations - 10))
        {
            var usage = chunk.Aggregate(new UsageDelta(), (delta, file) =>
                file.DeletedAt is null ? delta.Appears(file) : delta.Appears(file).EntersTrash(file));
            var result = await Metadata.Commit(Partitions.Of(Id), [.. chunk.Select(Change.Create), .. usage.ToChanges()], cancel);
            if (!result.Succeeded)
                throw new InvalidOperationException($"The records could not be made: {result.Conflict}");
        }
    }
}
