using System.Globalization;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;
using FluidCloud.Core;
using FluidCloud.Core.Blobs;

namespace FluidCloud.Adapters.Azure;

/// <summary>
/// Stores parts as the blocks of a blob in a container of its own. Put Block needs the write permission, which also allows
/// replacing, leasing and locking that blob (Azure "Create a service SAS"), so every operation here expects a changed blob.
/// </summary>
public sealed class AzurePartStore(BlobServiceClient service, SasSigner signer) : IPartStore
{
    public const string Container = "parts";

    private readonly BlobContainerClient container = service.GetBlobContainerClient(Container);
    private readonly PlaceBlob place = new(service, signer);

    public async Task CreateContainer(CancellationToken cancel) =>
        await container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancel);

    /// <remarks>The signature does not cover the query, so one serves all parts.</remarks>
    public async Task<IReadOnlyList<Uri>> Sign(PartLayout parts, TimeSpan lifetime, CancellationToken cancel)
    {
        var blob = container.GetBlobClient(parts.Name.ToString());
        var signed = await signer.Sign(blob, new(BlobSasPermissions.Write, ContentType: null), lifetime, cancel);
        return [.. parts.Numbers.Select(number =>
            new Uri($"{signed.AbsoluteUri}&comp=block&blockid={Uri.EscapeDataString(BlockId(parts, number))}"))];
    }

    public async Task Write(PartLayout parts, int number, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        using var stream = BinaryData.FromBytes(bytes).ToStream();
        await Blob(parts.Name).StageBlockAsync(BlockId(parts, number), stream, cancellationToken: cancel);
    }

    public async Task<JoinResult> Join(PartLayout parts, CancellationToken cancel)
    {
        if (await place.Find(parts.Name, cancel) is { } placed)
            return placed ? JoinResult.Done : JoinResult.NotYet;
        var received = (await ListReceived(parts, cancel)).ToHashSet();
        if (received.Count < parts.Count)
            return JoinResult.Lacks([.. parts.Numbers.Where(number => !received.Contains(number))]);
        var blob = Blob(parts.Name);
        try
        {
            var blocks = parts.Numbers.Select(number => BlockId(parts, number)).ToList();
            var joined = await BrokenLease.Past(blob, () => blob.CommitBlockListAsync(blocks, cancellationToken: cancel), cancel);
            return await place.CopyFrom(blob, joined.Value.ETag, parts.Name, cancel) ? JoinResult.Done : JoinResult.NotYet;
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.InvalidBlockList || e.Status == 412)
        {
            return JoinResult.NotYet; // The blob changed between two steps.
        }
    }

    public async Task<IReadOnlyList<int>> ListReceived(PartLayout parts, CancellationToken cancel)
    {
        var sizes = new Dictionary<string, long>();
        try
        {
            BlockList list = await Blob(parts.Name).GetBlockListAsync(BlockListTypes.All, cancellationToken: cancel);
            // When a block is in both lists, the uncommitted one is newer and is the one that a commit takes.
            foreach (var block in list.CommittedBlocks.Concat(list.UncommittedBlocks))
                sizes[block.Name] = block.SizeLong;
        }
        catch (RequestFailedException e) when (e.Status == 404 || e.ErrorCode == BlobErrorCode.InvalidBlobType)
        {
            // No block has arrived.
        }
        return [.. parts.Numbers.Where(number => sizes.GetValueOrDefault(BlockId(parts, number), -1) == parts.SizeOf(number))];
    }

    public IAsyncEnumerable<StoredBlob> List(TenantId tenant, string idPrefix, CancellationToken cancel) =>
        ListBlobs.Run(container, BlobStates.Uncommitted, tenant, idPrefix, cancel);

    public async Task<long> Measure(BlobName name, CancellationToken cancel)
    {
        var blob = Blob(name);
        try
        {
            BlockList list = await blob.GetBlockListAsync(BlockListTypes.All, cancellationToken: cancel);
            return list.BlobContentLength + list.UncommittedBlocks.Sum(block => block.SizeLong);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return 0;
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.InvalidBlobType)
        {
            return (await blob.GetPropertiesAsync(cancellationToken: cancel)).Value.ContentLength;
        }
    }

    /// <remarks>
    /// Deleting the blob leaves uncommitted blocks, which the service keeps for a week (Azure "Put Block"). Committing an
    /// empty list discards them (Azure "Put Block List").
    /// </remarks>
    public async Task Erase(BlobName name, CancellationToken cancel)
    {
        var blob = Blob(name);
        try
        {
            await BrokenLease.Past(blob, () => blob.CommitBlockListAsync([], cancellationToken: cancel), cancel);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.InvalidBlobType)
        {
            // A part's URL was used to create another type of blob, which has no blocks.
        }
        await BrokenLease.Past(blob, () => blob.DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancel), cancel);
    }

    private BlockBlobClient Blob(BlobName name) => container.GetBlockBlobClient(name.ToString());

    /// <summary>The block id of a part. All block ids of a blob must have the same length.</summary>
    private static string BlockId(PartLayout parts, int number) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{parts.Generation:D3}-{number:D5}")));
}
