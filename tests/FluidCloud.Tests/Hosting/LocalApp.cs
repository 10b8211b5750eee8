using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Tenants;
using FluidCloud.Local.Hosting;
using FluidCloud.Tests.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Tests.Hosting;

/// <summary>
/// The application under test: the local host with real Azurite, and with real SQLite or, for a class <see cref="OnCosmosAttribute"/>, a
/// Cosmos DB. Only the clock is ours.
/// </summary>
public class LocalApp(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("fluidcloud-test-").FullName;
    private WebApplication? app;

    private readonly Lazy<string> storage = new(azurite.TakeAccount);

    public MetadataPlace Metadata { get; private set; } = null!;

    public TestClock Clock { get; } = new();

    public IServiceProvider Services => Running.Services;

    public Uri BaseAddress => new(Running.Urls.Single() + "/");

    public CollectedLog Log { get; } = new();

    public string StorageConnection => storage.Value;

    public async ValueTask InitializeAsync()
    {
        if (OnCosmosAttribute.IsOnCurrentClass && !CosmosEndpoint.IsNamed)
            return; // The tests are skipped.
        Metadata = OnCosmosAttribute.IsOnCurrentClass
            ? new MetadataPlace.CosmosDatabase(CosmosEndpoint.NewDatabase())
            : new MetadataPlace.SqliteFile(Path.Combine(directory, "metadata.db"));
        app = await LocalHost.Start(
            new(Port: 0, Metadata, StorageConnection) { Shares = TestShares.Settings, RunTimers = false, RateLimits = RateLimits },
            builder =>
            {
                // As verbose as a host can be made.
                builder.Logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Trace).AddFilter("Microsoft", LogLevel.Trace);
                builder.Configuration.AddInMemoryCollection(Settings);
                builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
                builder.Services.Replace(ServiceDescriptor.Singleton(Queues));
                Customise(builder.Services);
            },
            TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.StopAsync(CancellationToken.None);
            if (app.Services.GetService<Container>() is { } metadata)
                await metadata.Database.DeleteStreamAsync();
            await app.DisposeAsync();
        }
        Directory.Delete(directory, recursive: true);
        GC.SuppressFinalize(this);
        Confidential.Search(Log);
    }

    /// <summary>Skips the test where nothing could be started.</summary>
    private WebApplication Running
    {
        get
        {
            if (app is null)
                CosmosEndpoint.SkipUnlessNamed();
            return app!;
        }
    }

    /// <summary>As host.json has it, but quick: nothing here waits for anybody.</summary>
    protected virtual QueueSettings Queues => QueueSettings.Read(Path.Combine(AppContext.BaseDirectory, "host.json")) with
    {
        MaxPollingInterval = TimeSpan.FromMilliseconds(100),
        VisibilityTimeout = TimeSpan.FromMilliseconds(100),
    };

    /// <summary>None: a test sends more in a second than a key may in a minute.</summary>
    protected virtual RateLimits RateLimits => RateLimits.Unlimited;

    /// <summary>Beside what the environment says.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string?>> Settings => [];

    protected virtual void Customise(IServiceCollection services) { }

    /// <summary>A new tenant, seen through a key that may do everything.</summary>
    public async Task<TenantClient> NewTenantAsync(
        long bytesLimit = Tenant.Unlimited, long monthlyCalls = Tenant.Unlimited, long linksLimit = Tenant.Unlimited)
    {
        var tenant = await Services.GetRequiredService<CreateTenant>()
            .Run("Test", new() { Bytes = bytesLimit, MonthlyCalls = monthlyCalls, Links = linksLimit }, TestContext.Current.CancellationToken);
        return new(this, tenant.TenantId, await NewKeyAsync(tenant.TenantId, Scope.All));
    }

    public async Task<string> NewKeyAsync(TenantId tenant, IReadOnlyList<Scope> scopes, string? app = null) =>
        (await Services.GetRequiredService<CreateApiKey>().Run(tenant, new(scopes, app), TestContext.Current.CancellationToken)).Text;

    public Task RunMaintenanceAsync() =>
        Services.GetRequiredService<ResumeOverdueWork>().Run(TestContext.Current.CancellationToken);
}
