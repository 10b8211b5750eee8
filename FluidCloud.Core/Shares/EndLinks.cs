using FluidCloud.Core.Metadata;
using FluidCloud.Core.Quota;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Shares;

/// <summary>
/// The end of links that are dead already, revoked or expired: the edge is told first, then their records go (statement 21).
/// It may stop anywhere and run twice, and no caller's cancellation stops it.
/// </summary>
public sealed partial class EndLinks(ForgetLinks forget, IMetadataStore metadata, ILogger<EndLinks> log)
{
    /// <returns>false when the edge could not be told; the records stand, and <see cref="Document.DueAt"/> brings them back.</returns>
    public async Task<bool> Run(IReadOnlyList<Share> ended)
    {
        try
        {
            await forget.Run(ended);
        }
        catch (Exception e)
        {
            LogEdgeFailed(log, e, ended.Count);
            return false;
        }
        foreach (var share in ended)
        {
            var result = await metadata.Commit(Partitions.Of(share.TenantId),
                [Change.Delete(share), .. new UsageDelta().Disappears(share).ToChanges()], CancellationToken.None);
            if (!result.Succeeded)
                result.ExpectRaceOn(share.Id); // Someone else ends it at this moment.
        }
        return true;
    }

    [LoggerMessage(10001, LogLevel.Warning, "The edge could not be told of {Count} links that ended")]
    private static partial void LogEdgeFailed(ILogger log, Exception e, int count);
}
