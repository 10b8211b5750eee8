using Azure.Storage.Blobs;
using FluidCloud.Adapters.Azure;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Tests.Hosting;
using FluidCloud.Tests.Interruption;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

/// <summary>What every store of an erasure log does, and the one that the interruption tests take in its place.</summary>
public sealed class ErasureLogStoreTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Stores => ["azure", "memory"];

    private async Task<IErasureLogStore> Open(string store)
    {
        if (store == "memory")
            return new MemoryErasureLogStore();
        var azure = new AzureErasureLogStore(new BlobServiceClient(azurite.TakeAccount(), StorageClients.ForBlobs()));
        await azure.CreateContainer(Cancel);
        return azure;
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_blob_is_written_once(string store)
    {
        var log = await Open(store);
        (await log.Read("tile/0/000.p/1", Cancel)).ShouldBeNull();
        var version = await log.Write("tile/0/000.p/1", new byte[] { 1, 2 }, version: null, Cancel);
        version.ShouldNotBeNull();

        (await log.Write("tile/0/000.p/1", new byte[] { 3 }, version: null, Cancel)).ShouldBeNull();

        var found = (await log.Read("tile/0/000.p/1", Cancel))!;
        found.Bytes.ShouldBe([1, 2]);
        found.Version.ShouldBe(version);
        (await log.Read("tile/0/000", Cancel)).ShouldBeNull();
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_blob_is_replaced_by_the_version_that_was_read(string store)
    {
        var log = await Open(store);
        var first = await log.Write("checkpoint", new byte[] { 1 }, version: null, Cancel);
        var second = await log.Write("checkpoint", new byte[] { 2 }, first, Cancel);
        second.ShouldNotBeNull();
        second.ShouldNotBe(first);

        (await log.Write("checkpoint", new byte[] { 3 }, first, Cancel)).ShouldBeNull();
        (await log.Write("nothing", new byte[] { 3 }, first, Cancel)).ShouldBeNull();

        (await log.Read("checkpoint", Cancel))!.Bytes.ShouldBe([2]);
        (await log.Read("nothing", Cancel)).ShouldBeNull();
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Of_many_writers_of_one_version_one_is_first(string store)
    {
        var log = await Open(store);
        var version = await log.Write("state", Array.Empty<byte>(), version: null, Cancel);

        var written = await Task.WhenAll(Enumerable.Range(0, 8).Select(number =>
            Task.Run(() => log.Write("state", new[] { (byte)number }, version, Cancel), Cancel)));

        written.Count(one => one is not null).ShouldBe(1);
        (await log.Read("state", Cancel))!.Bytes.ShouldBe([(byte)Array.FindIndex(written, one => one is not null)]);
    }
}
