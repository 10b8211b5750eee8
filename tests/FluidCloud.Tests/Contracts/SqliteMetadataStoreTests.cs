using FluidCloud.Adapters.Sqlite;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Tests.Contracts;

public sealed class SqliteMetadataStoreTests(SqliteMetadataStoreTests.SqliteFile file)
    : MetadataStoreContract, IClassFixture<SqliteMetadataStoreTests.SqliteFile>
{
    protected override IMetadataStore Store => file.Store;

    public sealed class SqliteFile : IDisposable
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fluidcloud-");

        public SqliteFile() => Store = new(Path.Combine(folder.FullName, "metadata.db"));

        public SqliteMetadataStore Store { get; }

        public void Dispose()
        {
            Store.Dispose();
            folder.Delete(recursive: true);
        }
    }
}
