using FluidCloud.Core.ErasureLog;

namespace FluidCloud.Cli;

/// <summary>The name and the key of the erasure log of this machine: made once, the key readable by its owner alone.</summary>
internal static class LogKey
{
    public static async Task<ErasureLogSettings> Of(DataDirectory data, CancellationToken cancel) => new()
    {
        // A name per data folder: two logs of the same name would look like a fork.
        Origin = $"localhost/erasure-log/{data.Identity()[..8]}",
        SigningKey = await RememberedKey.Of(data.LogKey, cancel),
    };
}
