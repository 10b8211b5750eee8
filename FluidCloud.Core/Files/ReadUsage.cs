using FluidCloud.Core.Access;
using FluidCloud.Core.Counters;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Quota;
using FluidCloud.Core.Tenants;

namespace FluidCloud.Core.Files;

/// <summary>What a caller's part of a tenant holds, from the counters.</summary>
public sealed class ReadUsage(IMetadataStore metadata, ReadQuota quota, FindFolder folders)
{
    /// <returns>
    /// The counters of everything within the reach. For a folder they exclude Trash; for an app they include it, and the part in
    /// Trash is unknown. Links are counted only for the whole tenant.
    /// </returns>
    /// <exception cref="FluidCloudException">403 the key is narrowed to a folder and to an app, for which there are no counters.</exception>
    public async Task<(Tenant Tenant, Usage Usage)> Run(Reach reach, CancellationToken cancel)
    {
        var (tenant, whole) = await quota.Run(reach.Tenant, cancel);
        if (reach.IsWhole)
            return (tenant, whole);
        if (reach.Folder is { } id)
        {
            reach.RequireEveryApp();
            var folder = (await folders.ById(reach, id, cancel)).Stored;
            return (tenant, new() { Id = whole.Id, BytesUsed = folder.Bytes, Files = folder.Files });
        }
        if (reach.Spaces.Count == 0)
            return (tenant, OfApp(whole, reach.App!));
        var sum = new Usage { Id = whole.Id };
        foreach (var space in reach.Spaces)
        {
            if (await metadata.Read<Usage>(Partitions.Of(reach.Tenant), Usage.IdOf(space), cancel) is { } usage)
                sum = Sum(sum, reach.App is { } app ? OfApp(usage, app) : usage);
        }
        return (tenant, sum);
    }

    private static Usage OfApp(Usage usage, string app)
    {
        var (bytes, files) = (usage.AppBytes.GetValueOrDefault(app), usage.AppFiles.GetValueOrDefault(app));
        return new()
        {
            Id = usage.Id,
            BytesUsed = bytes,
            Files = files,
            AppBytes = new Dictionary<string, long> { [app] = bytes },
            AppFiles = new Dictionary<string, long> { [app] = files },
        };
    }

    private static Usage Sum(Usage one, Usage other) => new()
    {
        Id = one.Id,
        BytesUsed = one.BytesUsed + other.BytesUsed,
        Files = one.Files + other.Files,
        TrashFiles = one.TrashFiles + other.TrashFiles,
        TrashBytes = one.TrashBytes + other.TrashBytes,
        AppBytes = Sum(one.AppBytes, other.AppBytes),
        AppFiles = Sum(one.AppFiles, other.AppFiles),
    };

    private static Dictionary<string, long> Sum(IReadOnlyDictionary<string, long> one, IReadOnlyDictionary<string, long> other) =>
        one.Concat(other).GroupBy(entry => entry.Key).ToDictionary(group => group.Key, group => group.Sum(entry => entry.Value));
}
