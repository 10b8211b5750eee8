using FluidCloud.Core.Journal;

namespace FluidCloud.Core.Health;

/// <summary>Whether the metadata are current, or those of a backup that have not caught up.</summary>
public sealed class RestoreCheck(DetectRestore restore) : IDependencyCheck
{
    public string Name => "restore";

    public async Task<string?> Run(CancellationToken cancel)
    {
        await restore.ExpectCurrent();
        return null;
    }
}
