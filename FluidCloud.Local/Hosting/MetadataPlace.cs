using Azure.Core;
using Azure.Identity;
using FluidCloud.Adapters.Azure;
using FluidCloud.Adapters.Cosmos;
using FluidCloud.Adapters.Sqlite;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Local.Hosting;

/// <summary>The metadata store: a SQLite file or a Cosmos DB database.</summary>
public abstract record MetadataPlace
{
    private MetadataPlace() { }

    /// <summary>Registers the store.</summary>
    public abstract IServiceCollection AddTo(IServiceCollection services);

    /// <summary>Creates what is missing.</summary>
    /// <exception cref="LocalHostException">The store can't be used.</exception>
    public virtual Task Prepare(IServiceProvider services, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Deletes metadata that is not in the data folder.</summary>
    public virtual Task Clear(CancellationToken cancel) => Task.CompletedTask;

    /// <param name="Path">Created when it does not exist.</param>
    public sealed record SqliteFile(string Path) : MetadataPlace
    {
        public override IServiceCollection AddTo(IServiceCollection services) =>
            services.AddSqliteMetadata(Path);
    }

    /// <param name="Settings">Without a key, the user's own identity opens the account. It can't create a database; a deployment has one.</param>
    public sealed record CosmosDatabase(CosmosSettings Settings) : MetadataPlace
    {
        public override IServiceCollection AddTo(IServiceCollection services) => services
            .AddSingleton(Settings).AddSingleton<TokenCredential>(_ => new DefaultAzureCredential()).AddCosmosMetadata();

        public override Task Prepare(IServiceProvider services, CancellationToken cancel) => Settings.Key is null
            ? Task.CompletedTask
            : Reach(() => CosmosContainer.CreateIfMissing(services.GetRequiredService<Container>(), cancel));

        public override async Task Clear(CancellationToken cancel)
        {
            if (!Settings.Endpoint.IsLoopback)
                throw new LocalHostException($"--fresh does not delete data in {Settings.Endpoint}: delete its database '{Settings.Database}' yourself.");
            using var client = CosmosConnection.Open(Settings, () => new DefaultAzureCredential());
            await Reach(() => client.GetDatabase(Settings.Database).DeleteStreamAsync(cancellationToken: cancel));
        }

        private async Task Reach(Func<Task> call)
        {
            try
            {
                await call();
            }
            catch (Exception e) when (e is CosmosException or HttpRequestException)
            {
                var reason = e is CosmosException { StatusCode: System.Net.HttpStatusCode.Unauthorized or System.Net.HttpStatusCode.Forbidden }
                    ? "does not take the key" : "does not answer as Cosmos DB does";
                throw new LocalHostException($"{Settings.Endpoint} {reason}.", e);
            }
        }
    }
}
