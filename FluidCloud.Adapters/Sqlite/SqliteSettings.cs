namespace FluidCloud.Adapters.Sqlite;

/// <summary>Stores the metadata in a local SQLite file instead of Cosmos DB.</summary>
public sealed record SqliteSettings
{
    public const string Section = "FluidCloudSqlite";

    /// <summary>The file; created when missing. Only one host at a time may use it. null for Cosmos DB.</summary>
    public string? Path { get; init; }
}
