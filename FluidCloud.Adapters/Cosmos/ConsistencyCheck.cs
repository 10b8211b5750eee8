using FluidCloud.Core.Health;
using Microsoft.Azure.Cosmos;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>
/// Checks that every instance immediately sees the commits of the others. With session consistency a client is only sure to
/// see its own writes: a sweep planned by another instance could miss a trashed file, and a purged file or a revoked key
/// could work for a moment longer (docs/adr/0002). Bounded staleness gives strong reads in the write region:
/// https://learn.microsoft.com/azure/cosmos-db/consistency-levels#bounded-staleness-consistency
/// </summary>
public sealed class ConsistencyCheck(CosmosClient client) : IDependencyCheck
{
    public string Name => "consistency";

    public async Task<string?> Run(CancellationToken cancel)
    {
        var account = await client.ReadAccountAsync();
        var level = account.Consistency.DefaultConsistencyLevel;
        return IsEnough(level, account.ReadableRegions.Count())
            ? null
            : $"The account's default consistency is {level}: instances may miss for a moment what others have committed. Set it to Strong.";
    }

    public static bool IsEnough(ConsistencyLevel level, int regions) =>
        level is ConsistencyLevel.Strong || (level is ConsistencyLevel.BoundedStaleness && regions <= 1);
}
