using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Spaces;

internal static class SpacesServices
{
    public static IServiceCollection AddSpaces(this IServiceCollection services) => services
        .AddSingleton<FindSpace>().AddSingleton<ListSpaces>().AddSingleton<CreateSpace>().AddSingleton<RenameSpace>();
}
