using System.Security.Cryptography;
using FluidCloud.Core;
using FluidCloud.Core.Blobs;
using FluidCloud.Tests.Interruption;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class BlobStreamTests
{
    private static readonly BlobName Name = new(Id.New<TenantId>(), Id.New<FileId>());
    private static readonly byte[] Bytes = RandomNumberGenerator.GetBytes(3_000_000);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_can_be_read_from_anywhere_again_and_again()
    {
        await using var stream = Open();
        var buffer = new byte[1000];

        foreach (var position in new[] { 0, 10, 5, 262_000, 1_500_000, 2_999_000, 0 })
        {
            stream.Position = position;
            await stream.ReadExactlyAsync(buffer, Cancel);
            buffer.SequenceEqual(Bytes.Skip(position).Take(1000)).ShouldBeTrue($"at {position}");
            stream.Position.ShouldBe(position + 1000);
        }
        stream.Seek(-4, SeekOrigin.End).ShouldBe(Bytes.Length - 4);
        (await stream.ReadAtLeastAsync(buffer, 1000, throwOnEndOfStream: false, Cancel)).ShouldBe(4);
        (await stream.ReadAsync(buffer, Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task It_is_whole()
    {
        await using var stream = Open();
        var whole = new MemoryStream();

        await stream.CopyToAsync(whole, Cancel);

        whole.ToArray().SequenceEqual(Bytes).ShouldBeTrue();
    }

    [Fact]
    public async Task It_stops_where_its_bytes_are_gone()
    {
        var blobs = new MemoryBlobStore();
        await using var stream = Open(blobs);
        await stream.ReadExactlyAsync(new byte[10], Cancel); // Of the first slice; there are more.

        blobs.Blobs.Clear();

        (await Should.ThrowAsync<FluidCloudException>(() => stream.CopyToAsync(Stream.Null, Cancel))).Code.ShouldBe(ErrorCode.NotFound);
    }

    private static BlobStream Open(MemoryBlobStore? store = null)
    {
        var blobs = store ?? new();
        blobs.Blobs[Name.ToString()] = Bytes;
        return new(blobs, Name, Bytes.Length);
    }
}
