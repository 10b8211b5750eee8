using FluidCloud.Core.Access;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Trash;

/// <summary>Moves files to Trash. Their bytes remain, and count towards the quota, until they are purged.</summary>
public sealed class TrashFiles(ChangeFiles change, IMetadataStore metadata, TimeProvider time)
{
    /// <returns>
    /// The file in Trash. A file that was there already is unchanged, its <c>deleted_at</c> included (statement 225).
    /// </returns>
    /// <exception cref="FluidCloudException">404: unknown, being purged, or another tenant's.</exception>
    public async Task<FileItem> One(Reach reach, FileId file, CancellationToken cancel) =>
        (await Many(reach, [file], cancel))[file].Required();

    /// <inheritdoc cref="ChangeFiles.Run"/>
    public Task<IReadOnlyDictionary<FileId, FileAnswer>> Many(Reach reach, IEnumerable<FileId> files, CancellationToken cancel) =>
        change.Run(reach, files, new IntoTrash(new(metadata, time), time), cancel);

    private sealed class IntoTrash(TrashTime trashTime, TimeProvider time) : IFileChange
    {
        public Task<FileAnswer> Decide(Reach reach, LocatedFile file, UsageDelta usage, FolderTotals totals, CancellationToken cancel)
        {
            if (file.Effective.DeletedAt is not null)
                return Task.FromResult(new FileAnswer(file.Effective, Refused: null));
            var trashed = file.Stored with
            {
                DeletedAt = trashTime.Next(), TrashRoot = file.Stored.FileId.Value, UpdatedAt = time.GetUtcNow(),
            };
            usage.EntersTrash(trashed);
            totals.Lose(file.CountedBy, trashed);
            return Task.FromResult(new FileAnswer(trashed, Refused: null, IsChanged: true));
        }

        /// <summary>A conflict on the counters: Trash was emptied by an instance whose clock is ahead of this one.</summary>
        public Task Lost(CommitResult result, TenantId tenant, IReadOnlyList<FileItem> files, CancellationToken cancel) =>
            trashTime.Lost(result, tenant, files.Select(file => file.SpaceId).Distinct(), cancel);
    }
}
