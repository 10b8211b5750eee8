using System.Collections.Concurrent;
using System.Text.Json;
using FluidCloud.Core;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Shares;

namespace FluidCloud.Tests.Interruption;

/// <summary>Bytes in memory: these tests are about the order of things, and run by the hundred.</summary>
internal sealed class MemoryBlobStore : IBlobStore
{
    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new();

    /// <summary>Blobs whose erasure fails.</summary>
    public HashSet<string> Stuck { get; } = [];

    public Task<Uri> SignUpload(BlobName name, TimeSpan lifetime, CancellationToken cancel) => Task.FromResult(new Uri($"memory:{name}"));

    public Task<Uri> SignDownload(BlobName name, DownloadHeaders headers, TimeSpan lifetime, CancellationToken cancel) =>
        Task.FromResult(new Uri($"memory:{name}"));

    public Task<BlobFacts?> Find(BlobName name, CancellationToken cancel) =>
        Task.FromResult(Blobs.TryGetValue(name.ToString(), out var bytes) ? new BlobFacts(bytes.Length) : null);

    /// <summary>How often bytes were opened.</summary>
    public int Reads { get; private set; }

    public Task<Stream?> OpenRead(BlobName name, CancellationToken cancel)
    {
        Reads++;
        return Task.FromResult<Stream?>(Blobs.TryGetValue(name.ToString(), out var bytes) ? new MemoryStream(bytes) : null);
    }

    public Task<Stream?> OpenRead(BlobName name, long offset, long count, CancellationToken cancel) =>
        Task.FromResult<Stream?>(Blobs.TryGetValue(name.ToString(), out var bytes) ? new MemoryStream(bytes, (int)offset, (int)count) : null);

    public IAsyncEnumerable<StoredBlob> List(TenantId tenant, string idPrefix, CancellationToken cancel) => Blobs.Keys
        .Where(name => name.StartsWith($"{tenant}/{idPrefix}", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(name => new StoredBlob(name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..], Created.GetValueOrDefault(name)))
        .ToAsyncEnumerable();

    /// <summary>When a blob was stored; long ago for one that is not named here.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> Created { get; } = new();

    public Task<Erasure> Erase(BlobName name, CancellationToken cancel)
    {
        if (Stuck.Contains(name.ToString()))
            throw new IOException("The blob is stuck.");
        return Task.FromResult(Blobs.TryRemove(name.ToString(), out _) ? Erasure.Permanent : Erasure.Absent);
    }
}

/// <summary>Converted copies in memory.</summary>
internal sealed class MemoryPreviewStore : IPreviewStore
{
    public ConcurrentDictionary<PreviewName, DateTimeOffset> Copies { get; } = new();

    /// <summary>How often erasing was asked for, of a copy that was there or not.</summary>
    public int Erasures { get; private set; }

    public Task Write(PreviewName name, ReadOnlyMemory<byte> jpeg, CancellationToken cancel)
    {
        Copies[name] = default; // Long ago.
        return Task.CompletedTask;
    }

    public Task<Uri> Sign(PreviewName name, DownloadHeaders headers, TimeSpan lifetime, CancellationToken cancel) =>
        Task.FromResult(new Uri($"memory:{name}"));

    public IAsyncEnumerable<StoredPreview> List(TenantId tenant, string idPrefix, CancellationToken cancel) => Copies
        .Where(copy => copy.Key.Tenant == tenant && copy.Key.File.ToString().StartsWith(idPrefix, StringComparison.Ordinal))
        .Select(copy => new StoredPreview(copy.Key, copy.Value)).ToAsyncEnumerable();

    public Task<Erasure> Erase(PreviewName name, CancellationToken cancel)
    {
        Erasures++;
        return Task.FromResult(Copies.TryRemove(name, out _) ? Erasure.Permanent : Erasure.Absent);
    }
}

/// <summary>The blobs of an erasure log in memory.</summary>
internal sealed class MemoryErasureLogStore : IErasureLogStore
{
    private readonly Lock gate = new();
    private int versions;

    public ConcurrentDictionary<string, LogBlob> Blobs { get; } = new();

    public Task<LogBlob?> Read(string name, CancellationToken cancel) => Task.FromResult(Blobs.GetValueOrDefault(name));

    public Task<string?> Write(string name, ReadOnlyMemory<byte> bytes, string? version, CancellationToken cancel)
    {
        lock (gate)
        {
            if (Blobs.GetValueOrDefault(name)?.Version != version)
                return Task.FromResult<string?>(null);
            var written = new LogBlob(bytes.ToArray(), $"v{++versions}");
            Blobs[name] = written;
            return Task.FromResult<string?>(written.Version);
        }
    }
}

/// <summary>A journal in memory.</summary>
internal sealed class MemoryJournalStore : IJournalStore
{
    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new();

    public Task Write(string name, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        Blobs[name] = bytes.ToArray();
        return Task.CompletedTask;
    }

    public Task<byte[]?> Read(string name, CancellationToken cancel) => Task.FromResult(Blobs.GetValueOrDefault(name));

    public IAsyncEnumerable<string> List(string prefix, CancellationToken cancel) =>
        Blobs.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToAsyncEnumerable();
}

/// <summary>Parts in memory, joined into the blobs of the other store.</summary>
internal sealed class MemoryPartStore(MemoryBlobStore blobs) : IPartStore
{
    public ConcurrentDictionary<(string Name, int Generation, int Number), byte[]> Parts { get; } = new();

    public void Put(string name, int number, byte[] bytes) => Parts[(name, 0, number)] = bytes;

    public Task<IReadOnlyList<Uri>> Sign(PartLayout parts, TimeSpan lifetime, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Uri>>([.. parts.Numbers.Select(number => new Uri($"memory:{parts.Name}/{number}"))]);

    public Task Write(PartLayout parts, int number, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        Parts[(parts.Name.ToString(), parts.Generation, number)] = bytes.ToArray();
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<int>> ListReceived(PartLayout parts, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<int>>([.. Received(parts)]);

    private IEnumerable<int> Received(PartLayout parts) => parts.Numbers.Where(number =>
        Parts.GetValueOrDefault((parts.Name.ToString(), parts.Generation, number))?.Length == parts.SizeOf(number));

    public Task<JoinResult> Join(PartLayout parts, CancellationToken cancel)
    {
        var name = parts.Name.ToString();
        if (blobs.Blobs.ContainsKey(name))
            return Task.FromResult(JoinResult.Done);
        var missing = parts.Numbers.Except(Received(parts)).ToList();
        if (missing.Count > 0)
            return Task.FromResult(JoinResult.Lacks(missing));
        blobs.Blobs[name] = [.. parts.Numbers.SelectMany(number => Parts[(name, parts.Generation, number)])];
        return Task.FromResult(JoinResult.Done);
    }

    public IAsyncEnumerable<StoredBlob> List(TenantId tenant, string idPrefix, CancellationToken cancel) => Parts.Keys
        .Select(part => part.Name).Distinct().Where(name => name.StartsWith($"{tenant}/{idPrefix}", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
        .Select(name => new StoredBlob(name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..], Sent.GetValueOrDefault(name)))
        .ToAsyncEnumerable();

    /// <summary>When the first part of a name was sent; long ago for one that is not named here.</summary>
    public ConcurrentDictionary<string, DateTimeOffset> Sent { get; } = new();

    public Task<long> Measure(BlobName name, CancellationToken cancel) =>
        Task.FromResult(Parts.Where(part => part.Key.Name == name.ToString()).Sum(part => (long)part.Value.Length));

    public Task Erase(BlobName name, CancellationToken cancel)
    {
        foreach (var part in Parts.Keys.Where(part => part.Name == name.ToString()))
            Parts.TryRemove(part, out _);
        return Task.CompletedTask;
    }
}

/// <summary>A queue in memory that keeps what it was given until it is done: at least once, as the real one.</summary>
internal sealed class MemoryJobQueue : IJobQueue
{
    private readonly ConcurrentQueue<Message> messages = new();

    public sealed record Message(Type Type, string Text, int Deliveries);

    /// <summary>What failed as often as host.json allows.</summary>
    public List<Message> Poison { get; } = [];

    public Task Send<T>(T job, CancellationToken cancel, TimeSpan delay = default) where T : IJob
    {
        messages.Enqueue(new(typeof(T), JsonSerializer.Serialize(job), 0));
        return Task.CompletedTask;
    }

    /// <summary>How many jobs of a kind wait.</summary>
    public int Count<T>() where T : IJob => messages.Count(message => message.Type == typeof(T));

    public Task SetAside<T>(string message, CancellationToken cancel) where T : IJob
    {
        Poison.Add(new(typeof(T), message, 1));
        return Task.CompletedTask;
    }

    /// <summary>Delivers until nothing is left. A job that throws is delivered again.</summary>
    /// <param name="hasEnded">Whether the process that works them off has ended: then what it had in work stays.</param>
    public async Task Drain(Func<object, Task> handle, Func<bool> hasEnded, int maxDeliveries = 5)
    {
        while (messages.TryDequeue(out var message))
        {
            message = message with { Deliveries = message.Deliveries + 1 };
            try
            {
                await handle(JsonSerializer.Deserialize(message.Text, message.Type)!);
            }
            catch (Exception) when (hasEnded())
            {
                messages.Enqueue(message);
                throw;
            }
            catch (Exception) when (message.Deliveries < maxDeliveries)
            {
                messages.Enqueue(message);
            }
            catch (Exception)
            {
                Poison.Add(message);
            }
        }
    }
}

/// <summary>An edge that notes what was purged from it.</summary>
internal sealed class MemoryEdgeCache : IEdgeCache
{
    public ConcurrentQueue<string> Purged { get; } = new();

    /// <summary>How many orders it refuses from now on.</summary>
    public int Failures { get; set; }

    /// <summary>Looks at the world just before an order is taken, or refused.</summary>
    public Func<IReadOnlyList<string>, Task> Before { get; set; } = _ => Task.CompletedTask;

    public bool HoldsLinks => true;

    public async Task Purge(IReadOnlyList<string> paths, CancellationToken cancel)
    {
        await Before(paths);
        if (Failures > 0)
        {
            Failures--;
            throw new IOException("The edge refuses.");
        }
        foreach (var path in paths)
            Purged.Enqueue(path);
    }
}
