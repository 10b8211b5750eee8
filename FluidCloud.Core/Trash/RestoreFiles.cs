using FluidCloud.Core.Access;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Trash;

/// <summary>
/// Restores files from Trash: each to its folder, or to the root of the space when the folder is gone or in Trash (statement
/// 226). Between a restore and a purge, the first durable write wins (statement 220).
/// </summary>
public sealed class RestoreFiles(ChangeFiles change, FindFolder folders, TimeProvider time)
{
    /// <exception cref="FluidCloudException">404 when it is purged or being purged; 409 when it is not in Trash.</exception>
    public async Task<FileItem> One(Reach reach, FileId file, CancellationToken cancel) =>
        (await Many(reach, [file], cancel))[file].Required();

    /// <inheritdoc cref="ChangeFiles.Run"/>
    public Task<IReadOnlyDictionary<FileId, FileAnswer>> Many(Reach reach, IEnumerable<FileId> files, CancellationToken cancel) =>
        change.Run(reach, files, new OutOfTrash(folders, time), cancel);

    private sealed class OutOfTrash(FindFolder folders, TimeProvider time) : IFileChange
    {
        private readonly Dictionary<FolderId, FolderChain> homes = [];

        public async Task<FileAnswer> Decide(Reach reach, LocatedFile file, UsageDelta usage, FolderTotals totals, CancellationToken cancel)
        {
            if (file.Effective.DeletedAt is null)
                return new(File: null, Errors.NotInTrash());
            var home = await Home(reach, file.Stored.FolderId, cancel);
            var restored = file.Stored with { DeletedAt = null, TrashRoot = null, FolderId = home.Nearest, UpdatedAt = time.GetUtcNow() };
            usage.LeavesTrash(restored);
            totals.Lose(file.CountedBy, restored).Gain(home, restored);
            return new(restored, Refused: null, IsChanged: true);
        }

        public Task Lost(CommitResult result, TenantId tenant, IReadOnlyList<FileItem> files, CancellationToken cancel)
        {
            homes.Clear();
            return Task.CompletedTask;
        }

        private async Task<FolderChain> Home(Reach reach, FolderId? folder, CancellationToken cancel)
        {
            if (folder is not { } id)
                return FolderChain.Root;
            if (!homes.TryGetValue(id, out var home))
                homes[id] = home = await folders.Home(reach, id, cancel);
            return home;
        }
    }
}
