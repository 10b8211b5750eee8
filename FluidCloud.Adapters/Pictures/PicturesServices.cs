using FluidCloud.Core.Previews;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Adapters.Pictures;

public static class PicturesServices
{
    /// <summary>Converts pictures in child processes, and first removes what those of an earlier process left behind.</summary>
    public static IServiceCollection AddPictures(this IServiceCollection services) => services.AddSingleton<IPreviewConverter>(provider =>
    {
        ConversionFolder.RemoveLeftovers(TimeProvider.System.GetUtcNow().UtcDateTime);
        return new PictureConverter(provider.GetRequiredService<PreviewLimits>());
    });
}
