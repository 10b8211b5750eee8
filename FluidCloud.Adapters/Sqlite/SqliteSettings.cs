namespace FluidCloud.Adapters.Sqlite;

/// <summary>The metadata in a file of this machine, instead of Cosmos DB.</summary>
public sealed record SqliteSettings
{
    public const string Section = "FluidCloudSqlite";

    /// <summary>The file, made when it is missing. One process at a time may host with it; null takes Cosmos DB.</summary>
    public string? Path { get; init; }
}
