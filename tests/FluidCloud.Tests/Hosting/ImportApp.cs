using System.Net;
using FluidCloud.Core.Imports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FluidCloud.Tests.Hosting;

/// <summary>The application with a server to import from, which it may connect to, and quick to give up.</summary>
public sealed class ImportApp(AzuriteFixture azurite) : LocalApp(azurite), IAsyncLifetime
{
    public const int MaxBytes = 10_000_000;

    private SourceServer? source;

    public SourceServer Source => source!;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        source = await SourceServer.Start();
        await InitializeAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await DisposeAsync();
        await Source.DisposeAsync();
    }

    protected override void Customise(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton(new ImportLimits
    {
        MaxBytes = MaxBytes,
        TimeLimit = TimeSpan.FromSeconds(20),
        RetryDelay = TimeSpan.Zero,
        Ports = new HashSet<int> { 80, 443, Source.Port },
        MayConnect = address => PublicAddress.Is(address) || address.Equals(IPAddress.Loopback),
    }));
}
