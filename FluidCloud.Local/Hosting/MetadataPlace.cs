using Azure.Core;
using Azure.Identity;
using FluidCloud.Adapters.Azure;
using FluidCloud.Adapters.Cosmos;
using FluidCloud.Adapters.Sqlite;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Local.Hosting;

/// <summary>Where the metadata is: the one choice between the two stores.</summary>
public abstract record MetadataPlace
{
    private MetadataPlace() { }

    /// <summary>Registers the store.</summary>
    public abstract IServiceCollection AddTo(IServiceCollection services);

    /// <summary>Makes what is missing.</summary>
    /// <exception cref="LocalHostException">The store can't be used.</exception>
    public virtual Task Prepare(IServiceProvider services, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Forgets all that is not in the data folder.</summary>
    public virtual Task Clear(CancellationToken cancel) => Task.CompletedTask;

    /// <param name="Path">Made when it is not there.</param>
    public sealed record SqliteFile(string Path) : MetadataPlace
    {
        public override IServiceCollection AddTo(IServiceCollection services) =>
            services.AddSqliteMetadata(Path);
    }

    /// <param name="Settings">Without a key the user's own identity opens the account, which can't make a database: infra has.</param>
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
                throw new LocalHostException($"What {Settings.Endpoint} holds is not forgotten from here: delete its database '{Settings.Database}' yourself.");
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
