using System.Collections.Concurrent;
using System.Net;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FluidCloud.Adapters.Azure;

namespace FluidCloud.Cli.Demo;

/// <summary>Verifies the end state from outside: through the API, through old URLs, and in storage.</summary>
/// <param name="storage">The connection string of the storage account; null when it can't be listed from here.</param>
internal sealed class DemoProof(ApiClient api, DemoExpectation expected, DemoChecks checks, string? storage)
{
    private readonly long restoredBytes = expected.Restored.Sum(file => file.Size);

    public async Task Run(CancellationToken cancel)
    {
        await Check("quota", Quota, cancel);
        await Check("listing", Listing, cancel);
        await Check("trash", Trash, cancel);
        await Check("purged ids", PurgedIds, cancel);
        await Check("old URL", OldUrl, cancel);
        await Check("downloads", Downloads, cancel);
        if (storage is not null)
            await Check("storage", stop => Storage(storage, stop), cancel);
    }

    private async Task<Finding> Quota(CancellationToken cancel)
    {
        var quota = await api.Quota(cancel);
        var (files, bytes) = (quota.Files - expected.Before.Files, quota.BytesUsed - expected.Before.Bytes);
        var holds = (files, bytes) == (expected.Restored.Count, restoredBytes) && quota.ByApp.Sum(app => app.Bytes) == quota.BytesUsed;
        return new(holds, $"{files:N0} files, {bytes:N0} bytes used; restored were {expected.Restored.Count:N0} files, {restoredBytes:N0} bytes");
    }

    private async Task<Finding> Listing(CancellationToken cancel)
    {
        var listed = await api.Files(expected.Space, status: null, cancel);
        var known = expected.Restored.ToDictionary(file => file.Id);
        var right = listed.Count(file => known.TryGetValue(file.Id, out var restored) && restored.Matches(file));
        return new(right == known.Count && listed.Count == known.Count, $"{listed.Count:N0} files, {right:N0} of the {known.Count:N0} restored ones among them");
    }

    private async Task<Finding> Trash(CancellationToken cancel)
    {
        var listed = await api.FilesInTrash(expected.SweptSpace, cancel);
        var counted = await api.ReadTrash(expected.SweptSpace, cancel);
        return new((listed.Count, counted.Files, counted.Bytes) == (0, 0, 0), $"{listed.Count:N0} files listed; {counted.Files:N0} files, {counted.Bytes:N0} bytes counted");
    }

    private async Task<Finding> PurgedIds(CancellationToken cancel)
    {
        var alive = new ConcurrentBag<string>();
        await DemoUpload.Each(expected.Purged, async (id, stop) =>
        {
            if (await api.StatusOf(id, stop) != HttpStatusCode.NotFound)
                alive.Add(id);
        }, cancel);
        return new(alive.IsEmpty, $"{expected.Purged.Count - alive.Count:N0} of {expected.Purged.Count:N0} answer 404");
    }

    private async Task<Finding> OldUrl(CancellationToken cancel)
    {
        if (expected.DeadUrl is null)
            return new(true, "there was none to keep");
        var status = (await api.Fetch(expected.DeadUrl, cancel)).Status;
        // Storage refuses an expired URL before it looks for the blob.
        return new(status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden,
            $"of a purged file, it answers {(int)status}{(status == HttpStatusCode.Forbidden ? " (its time is over)" : "")}");
    }

    private async Task<Finding> Downloads(CancellationToken cancel)
    {
        var right = 0;
        foreach (var file in expected.Restored)
        {
            var fetched = await api.Fetch(await api.DownloadUrl(file.Id, cancel), cancel);
            if (fetched.Sha256 == file.Sha256)
                right++;
        }
        return new(right == expected.Restored.Count, $"{right:N0} of {expected.Restored.Count:N0} restored files have the SHA-256 that was sent");
    }

    private async Task<Finding> Storage(string storage, CancellationToken cancel)
    {
        var container = new BlobContainerClient(storage, AzureBlobStore.Container);
        var prefix = expected.Tenant + "/";
        var sizes = expected.Restored.ToDictionary(file => prefix + file.Id, file => file.Size);
        var (found, right) = (0, 0);
        await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.Snapshots | BlobStates.Uncommitted, prefix, cancel))
        {
            found++;
            if (blob.Snapshot is null && sizes.TryGetValue(blob.Name, out var size) && blob.Properties.ContentLength == size)
                right++;
        }
        return new(found == sizes.Count && right == sizes.Count, $"{found:N0} blobs, {right:N0} of them of the {sizes.Count:N0} restored files");
    }

    private async Task Check(string name, Func<CancellationToken, Task<Finding>> check, CancellationToken cancel)
    {
        Finding finding;
        try
        {
            finding = await check(cancel);
        }
        catch (Exception e) when (e is ApiException or IOException or HttpRequestException or RequestFailedException or AggregateException)
        {
            finding = new(false, e.Message.Split('\n')[0]);
        }
        checks.Report(finding.Holds, $"{name}: {finding.Text}");
    }

    private readonly record struct Finding(bool Holds, string Text);
}
