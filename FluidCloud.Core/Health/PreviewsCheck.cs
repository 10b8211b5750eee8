using FluidCloud.Core.Previews;

namespace FluidCloud.Core.Health;

/// <summary>Whether images can be converted here. Where they can't, only the previews of those are missing.</summary>
public sealed class PreviewsCheck(IPreviewConverter converter) : IDependencyCheck
{
    public string Name => "previews";

    public Task<string?> Run(CancellationToken cancel) =>
        Task.FromResult(converter.Missing is { } missing ? $"HEIC, HEIF, TIFF and BMP have no preview: {missing}." : null);
}
