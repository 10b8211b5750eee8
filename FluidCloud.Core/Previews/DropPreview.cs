using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Previews;

/// <summary>
/// Ends a conversion without a preview: withdraws its claim, erases what it may have written, and deletes its document.
/// </summary>
public sealed class DropPreview(IMetadataStore metadata, IPreviewStore previews, TimeProvider time)
{
    private static readonly TimeSpan GracePeriod = TimeSpan.FromMinutes(2);

    public async Task Run(PreviewAttempt attempt)
    {
        if (await TakeBack(attempt) is not { } mine)
            return;
        await previews.Erase(attempt.Name, CancellationToken.None);
        var result = await metadata.Commit(Partitions.Of(attempt.TenantId), [Change.Delete(mine)], CancellationToken.None);
        if (!result.Succeeded)
            result.ExpectRaceOn(attempt.Id);
    }

    /// <summary>Withdraws the claim. A conversion that still runs can no longer be recorded.</summary>
    /// <returns>null when the conversion has ended meanwhile.</returns>
    private async Task<PreviewAttempt?> TakeBack(PreviewAttempt attempt)
    {
        var partition = Partitions.Of(attempt.TenantId);
        for (var race = new CommitRace(time); ; await race.Lost(CancellationToken.None))
        {
            var file = await metadata.Read<FileItem>(partition, attempt.FileId.ToString(), CancellationToken.None);
            if (file is null or { Status: FileStatus.Purging } || file.Preview?.Attempt != attempt.Attempt)
                return attempt;
            if (file.Preview.State != PreviewState.Converting)
                return null;
            var marked = attempt with { DueAt = time.GetUtcNow() + GracePeriod };
            var result = await metadata.Commit(
                partition, [Change.Replace(file with { Preview = null }), Change.Replace(marked)], CancellationToken.None);
            if (result.Succeeded)
                return marked with { ETag = result.ETags[1]! };
            result.ExpectRaceOn([file.Id, attempt.Id]);
            if (result.Conflict!.Change.Id == attempt.Id)
                return null;
        }
    }
}
