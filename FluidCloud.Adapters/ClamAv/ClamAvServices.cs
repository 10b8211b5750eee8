using FluidCloud.Core.Scanning;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Adapters.ClamAv;

public static class ClamAvServices
{
    /// <summary>Puts clamd in the place of the built-in check, where the settings name one.</summary>
    public static IServiceCollection AddClamAv(this IServiceCollection services) => services.AddSingleton<IMalwareScanner>(provider =>
        provider.GetRequiredService<ClamAvSettings>() is { Host: not null } settings ? new ClamAvScanner(settings) : new EicarScanner());
}
