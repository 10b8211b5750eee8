using FluidCloud.Adapters.Sqlite;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tenants;
using Microsoft.Data.Sqlite;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

/// <summary>A metadata file goes on being used when FluidCloud is replaced by a later version.</summary>
public sealed class SqliteSchemaTests : IDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), $"fluidcloud-{Guid.NewGuid():N}.db");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        foreach (var suffix in new[] { "", "-wal", "-shm" })
            File.Delete(file + suffix);
    }

    [Fact]
    public async Task A_file_from_before_there_was_an_index_gets_it_with_its_documents()
    {
        // As a version without any query but by id would have made it.
        Execute("""
            PRAGMA user_version = 1;
            CREATE TABLE documents (partition TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, etag TEXT NOT NULL,
                json TEXT NOT NULL, PRIMARY KEY (partition, id)) WITHOUT ROWID;
            INSERT INTO documents VALUES ('tenants', 'old', 'directory_entry', '1',
                '{"id": "old", "tenant_id": "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f", "created_at": "2026-01-01T00:00:00.0000000Z"}');
            """);

        for (var start = 1; start <= 2; start++)
        {
            using var store = new SqliteMetadataStore(file);
            var page = await store.Query(Partitions.TenantDirectory, new TenantsByAge(Limit: 10), Cancel);
            page.Items.ShouldHaveSingleItem().Id.ShouldBe("old");
        }
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A literal of the test.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
