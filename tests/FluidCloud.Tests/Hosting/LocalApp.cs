using System.Reflection;
using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Keys;
using FluidCloud.Core.Maintenance;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Tenants;
using FluidCloud.Functions.Http.Owners;
using FluidCloud.Local.Hosting;
using FluidCloud.Tests.Contracts;
using FluidCloud.WorkerHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Tests.Hosting;

/// <summary>
/// The application under test, on the ground that the environment names (<see cref="Ground"/>), with real Azurite. On the local
/// host the clock is ours. A scenario that asks for something the ground does not have is skipped, and says for what.
/// </summary>
public class LocalApp(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("fluidcloud-test-").FullName;
    private readonly TestClock clock = new();
    private readonly CollectedLog log = new();
    private WebApplication? app;
    private WorkerApp? worker;

    private readonly Lazy<string> storage = new(azurite.TakeAccount);

    public MetadataPlace Metadata { get; private set; } = null!;

    /// <summary>The clock of the local host.</summary>
    public TestClock Clock => OnlyLocal(clock, "a clock of the test's");

    /// <summary>What the local host logs.</summary>
    public CollectedLog Log => OnlyLocal(log, "the log of the local host");

    /// <summary>The services of the local host; on the worker, the same use cases over its stores.</summary>
    public IServiceProvider Services => worker is null ? Local.Services : worker.Services;

    public Uri BaseAddress => worker is null ? new(Local.Urls.Single() + "/") : worker.Host.Address;

    public IServiceProvider LocalServices => OnlyLocal(Services, "what the local host measures");

    private WebApplication Local
    {
        get
        {
            Assert.SkipWhen(app is null, "needs services of the local host that the test replaces: not on the worker.");
            return app!;
        }
    }

    public bool IsOnWorker => worker is not null;

    /// <summary>The process of the worker, to be killed and started.</summary>
    internal FunctionsHost Worker => worker!.Host;

    /// <summary>Whether this application is the published one on the real worker.</summary>
    protected virtual bool RunsOnWorker => Ground.IsWorker;

    /// <summary>Where the worker answers; 0 for any free port.</summary>
    protected virtual int WorkerPort => 0;

    public string StorageConnection => storage.Value;

    public async ValueTask InitializeAsync()
    {
        Metadata = Ground.IsCosmos
            ? new MetadataPlace.CosmosDatabase(CosmosEndpoint.NewDatabase())
            : new MetadataPlace.SqliteFile(Path.Combine(directory, "metadata.db"));
        if (!RunsOnWorker)
            app = await StartLocal();
        else if (IsCustomised)
            return; // Each test is skipped when it asks for something: a fixture can't be.
        else
            worker = await WorkerApp.Start(Metadata, StorageConnection, Settings, log, WorkerPort, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await app.StopAsync(CancellationToken.None);
        if ((app?.Services ?? worker?.Services)?.GetService<Container>() is { } metadata)
            await metadata.Database.DeleteStreamAsync();
        if (app is not null)
            await app.DisposeAsync();
        if (worker is not null)
            await worker.DisposeAsync();
        Directory.Delete(directory, recursive: true);
        GC.SuppressFinalize(this);
        Confidential.Search(log);
    }

    /// <summary>Stops the local host, acts, and starts a new one over the same stores.</summary>
    public async Task WhileStoppedAsync(Func<Task> act)
    {
        await Local.StopAsync(TestContext.Current.CancellationToken);
        await Local.DisposeAsync();
        await act();
        app = await StartLocal();
    }

    private Task<WebApplication> StartLocal() => LocalHost.Start(
        new(Port: 0, Metadata, StorageConnection) { Shares = TestShares.Settings, ErasureLog = TestLog.Settings, RunTimers = false, RateLimits = RateLimits },
        builder =>
        {
            // As verbose as a host can be made.
            builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace).AddFilter("Microsoft", LogLevel.Trace);
            builder.Configuration.AddInMemoryCollection(Settings);
            builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
            builder.Services.Replace(ServiceDescriptor.Singleton(Queues));
            if (Owners is { } owners)
                builder.Services.Replace(ServiceDescriptor.Singleton(owners));
            Customise(builder.Services);
        },
        TestContext.Current.CancellationToken);

    private T OnlyLocal<T>(T value, string what)
    {
        Assert.SkipWhen(worker is not null, $"needs {what}: not on the worker.");
        return value;
    }

    /// <summary>Whether a fixture of its own replaces services, which can't be done in another process.</summary>
    private bool IsCustomised => GetType().GetMethod(nameof(Customise), BindingFlags.Instance | BindingFlags.NonPublic)!.DeclaringType != typeof(LocalApp)
        || GetType().GetProperty(nameof(RateLimits), BindingFlags.Instance | BindingFlags.NonPublic)!.DeclaringType != typeof(LocalApp);

    /// <summary>As host.json has it, but quick: nothing here waits for anybody.</summary>
    protected virtual QueueSettings Queues => QueueSettings.Read(Path.Combine(AppContext.BaseDirectory, "host.json")) with
    {
        MaxPollingInterval = TimeSpan.FromMilliseconds(100),
        VisibilityTimeout = TimeSpan.FromMilliseconds(100),
    };

    /// <summary>None: a test sends more in a second than a key may in a minute.</summary>
    protected virtual RateLimits RateLimits => RateLimits.Unlimited;

    /// <summary>Who may be an owner, on the local host; null for nobody.</summary>
    protected virtual OwnerSettings? Owners => null;

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

    public async Task<TenantClient> NarrowAsync(TenantId tenant, Func<KeyGrant, KeyGrant> narrow) => new(this, tenant,
        (await Services.GetRequiredService<CreateApiKey>().Run(tenant, narrow(new(Scope.All)), TestContext.Current.CancellationToken)).Text);

    public async Task RunMaintenanceAsync()
    {
        await Services.GetRequiredService<ResumeOverdueWork>().Run(TestContext.Current.CancellationToken);
        await Services.GetRequiredService<AdvanceMark>().Run(TestContext.Current.CancellationToken);
    }

    /// <summary>Brings all receipts into the erasure log.</summary>
    public Task AppendReceiptsAsync() =>
        Services.GetRequiredService<AppendReceipts>().Run(TestContext.Current.CancellationToken);
}
