using FluidCloud.Core.Maintenance;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Previews;

internal static class PreviewsServices
{
    public static IServiceCollection AddPreviews(this IServiceCollection services) => services
        .AddSingleton<ShowPreview>().AddSingleton<FindPreview>().AddSingleton<MakePreview>()
        .AddSingleton<DropPreview>().AddSingleton<IOverdueWork, ResumePreviews>();
}
