using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Maintenance;
using FluidCloud.Local.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FluidCloud.Tests.Hosting;

/// <summary>The application under test: the local host with real SQLite and real Azurite. Only the clock is ours.</summary>
public class LocalApp(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("fluidcloud-test-").FullName;
    private WebApplication? app;

    /// <summary>Where its data is, as the command line knows it.</summary>
    public string DataDirectory => directory;

    public TestClock Clock { get; } = new();

    public IServiceProvider Services => app!.Services;

    public Uri BaseAddress => new(app!.Urls.Single() + "/");

    public string StorageConnection { get; } = azurite.TakeAccount();

    public async ValueTask InitializeAsync() =>
        app = await LocalHost.Start(
            new(Port: 0, Path.Combine(directory, "metadata.db"), StorageConnection) { RunTimers = false, RateLimits = RateLimits },
            builder =>
            {
                builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
                builder.Services.Replace(ServiceDescriptor.Singleton(Queues));
                Customise(builder.Services);
            },
            TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
        }
        Directory.Delete(directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>As host.json has it, but quick: nothing here waits for anybody.</summary>
    protected virtual QueueSettings Queues => QueueSettings.Read(Path.Combine(AppContext.BaseDirectory, "host.json")) with
    {
        MaxPollingInterval = TimeSpan.FromMilliseconds(100),
        VisibilityTimeout = TimeSpan.FromMilliseconds(100),
    };

    /// <summary>None: a test sends more in a second than a key may in a minute.</summary>
    protected virtual RateLimits RateLimits => RateLimits.Unlimited;

    protected virtual void Customise(IServiceCollection services) { }

    /// <summary>A new tenant, seen through a key that may do everything.</summary>
    public async Task<TenantClient> NewTenantAsync(long bytesLimit = Tenant.Unlimited)
    {
        var tenant = await Services.GetRequiredService<CreateTenant>()
            .Run("Test", new() { Bytes = bytesLimit }, TestContext.Current.CancellationToken);
        return new(this, tenant.TenantId, await NewKeyAsync(tenant.TenantId, Scope.All));
    }

    public async Task<string> NewKeyAsync(TenantId tenant, IReadOnlyList<Scope> scopes, string? app = null) =>
        (await Services.GetRequiredService<CreateApiKey>().Run(tenant, new(scopes, app), TestContext.Current.CancellationToken)).Text;

    public Task RunMaintenanceAsync() =>
        Services.GetRequiredService<ResumeOverdueWork>().Run(TestContext.Current.CancellationToken);
}
