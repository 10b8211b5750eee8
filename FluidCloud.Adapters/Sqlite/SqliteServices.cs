using FluidCloud.Core.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Adapters.Sqlite;

public static class SqliteServices
{
    /// <param name="path">The metadata file.</param>
    public static IServiceCollection AddSqliteMetadata(this IServiceCollection services, string path) => services
        .AddSingleton<IMetadataStore>(_ => new SqliteMetadataStore(path))
        .AddSingleton(_ => new SqliteHostLock(path));
}
