using FluidCloud.Core.Counters;
using FluidCloud.Core.Metadata;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Shares;

/// <summary>
/// The end of links that are dead already, revoked or expired: the edge is told first, then their records go (statement 21).
/// It may stop anywhere and run twice, and no caller's cancellation stops it.
/// </summary>
public sealed partial class EndLinks(ForgetLinks forget, IMetadataStore metadata, ILogger<EndLinks> log)
{
    /// <returns>false when the edge could not be told; the record stands, and <see cref="Document.DueAt"/> brings it back.</returns>
    public async Task<bool> Run(Share ended)
    {
        if (!await TellEdge([ended]))
            return false;
        await Remove(ended);
        return true;
    }

    /// <summary>The first step, for many at once: what the edge takes is orders, not links.</summary>
    /// <inheritdoc cref="Run"/>
    public async Task<bool> TellEdge(IReadOnlyList<Share> ended)
    {
        try
        {
            await forget.Run(ended);
            return true;
        }
        catch (Exception e)
        {
            LogEdgeFailed(log, e, ended.Count);
            return false;
        }
    }

    /// <summary>The second step, once the edge was told.</summary>
    public async Task Remove(Share ended)
    {
        var result = await metadata.Commit(Partitions.Of(ended.TenantId),
            [Change.Delete(ended), .. new UsageDelta().Disappears(ended).ToChanges()], CancellationToken.None);
        if (!result.Succeeded)
            result.ExpectRaceOn(ended.Id); // Someone else ends it at this moment.
    }

    [LoggerMessage(10001, LogLevel.Warning, "The edge could not be told of {Count} links that ended")]
    private static partial void LogEdgeFailed(ILogger log, Exception e, int count);
}
