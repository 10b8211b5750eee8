using FluidCloud.Core.Health;
using Microsoft.Azure.Cosmos;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>
/// Whether every instance sees at once what another one has committed. With session consistency a client sees its own
/// writes only: a file that went to Trash here could be missed by a sweep that is planned there, and a purged one or a
/// revoked key be answered for a moment (docs/adr/0002). Reads of bounded staleness are strong in the region that is written to:
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
