using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Azure.Storage.Blobs;
using FluidCloud.Adapters.Azure;
using FluidCloud.Adapters.Sqlite;
using FluidCloud.Adapters.Witnesses;
using FluidCloud.Bench.Hosting;
using FluidCloud.Core;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Tombstones;
using FluidCloud.Local.Azurite;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Bench;

/// <summary>How fast receipts come into the erasure log, what they write, and how large proofs become.</summary>
internal static class LogCommand
{
    private const int ReceiptsOfCommit = 100;

    public static Command Build()
    {
        var receipts = new Option<int[]>("--receipts") { Description = "How many are due at once.", DefaultValueFactory = _ => [1, 100, 20_000], AllowMultipleArgumentsPerToken = true };
        var leaves = new Option<long>("--leaves") { Description = "Of the simulated tree.", DefaultValueFactory = _ => 10_000_000 };
        var command = new Command("log", "Receipts per second into the erasure log, blob writes per receipt, and the size of a proof.") { receipts, leaves };
        command.SetAction(async (arguments, cancel) =>
        {
            await Append(arguments.GetValue(receipts)!, cancel);
            await Prove(arguments.GetValue(leaves), cancel);
        });
        return command;
    }

    private static async Task Append(IReadOnlyList<int> counts, CancellationToken cancel)
    {
        using var place = HostPlace.New();
        await using var azurite = await AzuriteProcess.Start(place.Azurite, place.AzuriteData, cancel);
        var blobs = new BlobServiceClient(place.Azurite.ConnectionString());
        var azure = new AzureErasureLogStore(blobs);
        await azure.CreateContainer(cancel);
        var store = new CountedStore(azure);
        var journal = new AzureJournalStore(blobs);
        await journal.CreateContainer(cancel);
        var counted = new CountedJournal(journal);
        await using var services = new ServiceCollection().AddLogging().AddFluidCloud()
            .AddSingleton<IMetadataStore>(_ => new SqliteMetadataStore(place.MetadataFile))
            .AddSingleton<IErasureLogStore>(store).AddSingleton<IJournalStore>(counted).AddSingleton<IWitnessClient, HttpWitnessClient>()
            .AddSingleton(new ErasureLogSettings { Origin = "bench.invalid/erasure-log", SigningKey = Convert.ToBase64String(new byte[32]) })
            .BuildServiceProvider();
        var append = services.GetRequiredService<AppendReceipts>();
        await Write(services.GetRequiredService<IMetadataStore>(), 10, cancel);
        await append.Run(cancel); // The log has begun, and the code is loaded.
        foreach (var count in counts)
        {
            await Write(services.GetRequiredService<IMetadataStore>(), count, cancel);
            (store.Writes, counted.Writes) = (0, 0);
            var started = Stopwatch.GetTimestamp();
            await append.Run(cancel);
            var total = Stopwatch.GetElapsedTime(started);
            var writes = store.Writes + counted.Writes;
            var floor = await WriteStraight(blobs, (int)writes, cancel);
            Report.Line($"{count:N0} receipts due at once, of one tenant (SQLite; Azurite {Report.Azurite})");
            Report.Figure("rate", $"{count / total.TotalSeconds:N0} receipts/s, {total.TotalMilliseconds:N0} ms in all");
            Report.Figure("blob writes", $"{writes:N0}, {(double)writes / count:N4} per receipt, {counted.Writes:N0} of them into the journal");
            Report.Figure("ratio to straight", $"{floor / total:N2}: as many blobs of 8 KB, one after the other, take {floor.TotalMilliseconds:N0} ms");
        }
    }

    private static async Task Write(IMetadataStore metadata, int count, CancellationToken cancel)
    {
        var tenant = new TenantId(new("00000000-0000-4000-8000-000000000001"));
        var now = TimeProvider.System.GetUtcNow();
        foreach (var batch in Enumerable.Range(0, count).Chunk(ReceiptsOfCommit))
        {
            await metadata.Commit(Partitions.Of(tenant), [.. batch.Select(size => Change.Create(new ErasureReceipt
            {
                Id = Id.New<FileId>().ToString(), TenantId = tenant, Size = size, Sha256 = new('0', 64), ErasedAt = now,
                Cause = PurgeCause.Call, Storage = Erasure.Permanent, DueAt = now,
            }))], cancel);
        }
    }

    private static async Task<TimeSpan> WriteStraight(BlobServiceClient blobs, int count, CancellationToken cancel)
    {
        var container = blobs.GetBlobContainerClient("floor");
        await container.CreateIfNotExistsAsync(cancellationToken: cancel);
        var bytes = new BinaryData(new byte[Tile.FullWidth * TreeHash.Size]);
        var started = Stopwatch.GetTimestamp();
        for (var number = 0; number < count; number++)
            await container.GetBlobClient(Guid.NewGuid().ToString()).UploadAsync(bytes, cancel);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>A tree of that size in memory, grown by batches.</summary>
    private static async Task Prove(long size, CancellationToken cancel)
    {
        const int Batch = 256 * 256;
        var tiles = new Dictionary<Tile, byte[]>();
        Task<byte[]?> Read(Tile tile, CancellationToken stop) => Task.FromResult(tiles.GetValueOrDefault(tile));
        var started = Stopwatch.GetTimestamp();
        for (var have = 0L; have < size;)
        {
            byte[][] leaves = [.. Enumerable.Range(0, (int)Math.Min(Batch, size - have)).Select(at => SHA256.HashData(BitConverter.GetBytes(have + at)))];
            foreach (var (tile, hashes) in await TileBuilder.Add(new(Read, have), have, leaves, cancel))
                tiles[tile] = hashes;
            have += leaves.Length;
        }
        Report.Line($"A tree of {size:N0} leaves ({size / Stopwatch.GetElapsedTime(started).TotalSeconds:N0} leaves/s into tiles in memory)");

        var reads = 0;
        var reader = new TreeReader((tile, stop) =>
        {
            reads++;
            return Read(tile, stop);
        }, size);
        var index = size / 3;
        var path = await reader.Inclusion(index, cancel);
        var text = new Checkpoint("files.example.com/erasure-log", size, await reader.Root(cancel)).Text;
        var log = new NoteSigner("files.example.com/erasure-log", NoteKeyType.Ed25519, new byte[32]);
        var receipt = new ReceiptText(Id.New<TenantId>(), Id.New<FileId>(), 123_456_789, new('0', 64), TimeProvider.System.GetUtcNow(), PurgeCause.Sweep, Id.New<SweepId>(), 0, Erasure.Permanent, new('0', 32));
        var proof = new LogProof(receipt.ToBytes(), index, path, new(text, [log.Sign(text)]));
        var bytes = Encoding.UTF8.GetByteCount(proof.ToString());
        var leaf = SHA256.HashData(BitConverter.GetBytes(index));
        Report.Figure("proof", $"{bytes:N0} bytes with the receipt and the checkpoint; a path of {path.Count} hashes{(TreeHash.Includes(await reader.Root(cancel), size, index, leaf, path) ? "" : ", WHICH DOES NOT HOLD")}");
        Report.Figure("tiles read for it", $"{reads}");
        Report.Figure("growth by", $"{(await reader.Consistency(size / 2, cancel)).Count} hashes, from half the size");
        var cosigned = proof with { Checkpoint = proof.Checkpoint with { Signatures = [.. proof.Checkpoint.Signatures, .. Enumerable.Range(1, 3).Select(number => new NoteSigner($"witness{number}.example.com/w", NoteKeyType.Cosignature, new byte[32]).Cosign(text, TimeProvider.System.GetUtcNow()))] } };
        Report.Figure("with three witnesses", $"{Encoding.UTF8.GetByteCount(cosigned.ToString()):N0} bytes");
        Report.Figure("tiles in storage", $"{tiles.Count(tile => tile.Key.Width == Tile.FullWidth):N0} full ones, {Report.Megabytes(tiles.Sum(tile => (long)tile.Value.Length))}");
    }

    private sealed class CountedStore(IErasureLogStore inner) : IErasureLogStore
    {
        public long Writes { get; set; }

        public Task<LogBlob?> Read(string name, CancellationToken cancel) => inner.Read(name, cancel);

        public Task<string?> Write(string name, ReadOnlyMemory<byte> bytes, string? version, CancellationToken cancel)
        {
            Writes++;
            return inner.Write(name, bytes, version, cancel);
        }
    }

    private sealed class CountedJournal(IJournalStore inner) : IJournalStore
    {
        private long writes;

        public long Writes
        {
            get => writes;
            set => writes = value;
        }

        public Task Write(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
        {
            Interlocked.Increment(ref writes); // Tenants are written side by side.
            return inner.Write(name, bytes, cancel);
        }

        public Task<byte[]?> Read(string name, CancellationToken cancel) => inner.Read(name, cancel);

        public IAsyncEnumerable<string> List(string prefix, CancellationToken cancel) => inner.List(prefix, cancel);
    }
}
