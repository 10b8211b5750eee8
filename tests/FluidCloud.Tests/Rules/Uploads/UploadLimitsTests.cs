using FluidCloud.Core.Blobs;
using FluidCloud.Core.Uploads;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class UploadLimitsTests
{
    private const long MiB = 1024 * 1024;

    [Theory]
    [InlineData(0, null, 0)]
    [InlineData(99_999_999, null, 0)]
    [InlineData(100_000_000, 16 * MiB, 6)]
    [InlineData(16 * MiB * 1000, 16 * MiB, 1000)]
    [InlineData(16 * MiB * 1000 + 1, 17 * MiB, 942)]
    [InlineData(100_000_000_000, 96 * MiB, 994)]
    public void Parts_grow_with_the_size_so_that_there_are_never_more_than_1000(long size, long? partSize, int count)
    {
        var limits = new UploadLimits();

        limits.PartSizeOf(size).ShouldBe(partSize);

        if (partSize is null)
            return;
        var parts = new PartLayout(default, size, partSize.Value);
        parts.Count.ShouldBe(count);
        parts.Numbers.Sum(parts.SizeOf).ShouldBe(size);
        parts.Numbers.ShouldAllBe(number => parts.SizeOf(number) > 0 && parts.SizeOf(number) <= partSize);
    }
}
