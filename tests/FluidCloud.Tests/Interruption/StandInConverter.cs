using FluidCloud.Core.MediaTypes;
using FluidCloud.Core.Previews;

namespace FluidCloud.Tests.Interruption;

/// <summary>Converts nothing, and lets a test do something while it is at it.</summary>
internal sealed class StandInConverter : IPreviewConverter
{
    private int conversions;

    public int Conversions => conversions;

    /// <summary>Awaited in the middle of each conversion.</summary>
    public Func<Task> Meanwhile { get; set; } = async () => await Task.Yield();

    public string? Missing => null;

    public async Task<byte[]> Convert(ImageFormat format, Stream image, long size, CancellationToken cancel)
    {
        Interlocked.Increment(ref conversions);
        await Meanwhile();
        return [0xFF, 0xD8];
    }
}
