using FluidCloud.Core.Scanning;
using FluidCloud.Tests.Scenarios;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class EicarScannerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(131_000)]
    [InlineData(131_071)]
    [InlineData(1_000_000)]
    public async Task Finds_the_signature_wherever_it_begins_and_however_it_is_read(int offset)
    {
        foreach (var chunk in new[] { 1 << 20, 4096, 67 })
            (await Scan([.. new byte[offset], .. Malware.Eicar, .. new byte[100]], chunk)).Threat.ShouldNotBeNull();
    }

    [Fact]
    public async Task Finds_nothing_in_other_bytes()
    {
        (await Scan([], 10)).Threat.ShouldBeNull();
        (await Scan(Malware.Eicar[..^1], 10)).Threat.ShouldBeNull();
        (await Scan([.. Malware.Eicar[..40], .. new byte[5], .. Malware.Eicar[40..]], 10)).Threat.ShouldBeNull();
    }

    private static Task<ScanVerdict> Scan(byte[] bytes, int chunk) =>
        new EicarScanner().Scan(default, new ChunkedStream(bytes, chunk), TestContext.Current.CancellationToken);

    /// <summary>Gives at most so many bytes at a time, as a network does.</summary>
    private sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, chunk)], cancellationToken);
    }
}
