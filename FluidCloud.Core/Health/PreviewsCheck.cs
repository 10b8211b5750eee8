using FluidCloud.Core.Previews;

namespace FluidCloud.Core.Health;

/// <summary>Checks whether images can be converted on this host. Without it only converted previews are missing.</summary>
public sealed class PreviewsCheck(IPreviewConverter converter) : IDependencyCheck
{
    public string Name => "previews";

    public Task<string?> Run(CancellationToken cancel) =>
        Task.FromResult(converter.Missing is { } missing ? $"HEIC, HEIF, TIFF and BMP have no preview: {missing}." : null);
}
