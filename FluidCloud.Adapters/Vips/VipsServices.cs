using FluidCloud.Core.Previews;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Adapters.Vips;

public static class VipsServices
{
    public static IServiceCollection AddVips(this IServiceCollection services) =>
        services.AddSingleton<IPreviewConverter>(provider => new VipsConverter(provider.GetRequiredService<PreviewLimits>()));
}
