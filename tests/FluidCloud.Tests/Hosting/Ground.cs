using FluidCloud.Tests.Contracts;

namespace FluidCloud.Tests.Hosting;

/// <summary>
/// What the scenarios run on. By default the local host with SQLite; <c>FLUIDCLOUD_TEST_COSMOS</c> puts the metadata into a
/// Cosmos DB, and <c>FLUIDCLOUD_TEST_HOST=worker</c> takes the published app on the real worker.
/// </summary>
internal static class Ground
{
    private const string Host = "FLUIDCLOUD_TEST_HOST";

    /// <summary>Whether scenarios run on the real worker.</summary>
    public static bool IsWorker => Environment.GetEnvironmentVariable(Host) switch
    {
        null or "" or "local" => false,
        "worker" => true,
        var other => throw new InvalidOperationException($"{Host} is '{other}': it must be local or worker."),
    };

    public static bool IsCosmos => CosmosEndpoint.IsNamed;
}
