using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using FluidCloud.Local.Hosting;

namespace FluidCloud.Cli.Demo;

/// <summary>Uploads files in parallel, and waits until all are scanned.</summary>
internal sealed class DemoUpload(ApiClient api, string space, DemoChecks checks)
{
    /// <summary>The number of parallel requests.</summary>
    public const int Parallelism = 16;

    /// <summary>Longer than maintenance needs to resend a lost scan message.</summary>
    private static readonly TimeSpan ScanPatience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    /// <returns>The uploaded files, in the order of their paths.</returns>
    public async Task<IReadOnlyList<DemoFile>> Run(DemoFiles files, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        var refused = new ConcurrentBag<string>(files.Skipped);
        var uploaded = await DemoConsole.Follow("Uploading", files.Found.Count, async progress =>
        {
            var arrived = new ConcurrentBag<DemoFile>();
            await Each(files.Found, async (file, stop) =>
            {
                try
                {
                    arrived.Add(await Upload(file, stop));
                }
                catch (SkippedException e)
                {
                    refused.Add($"{file.Path}: {e.Message}");
                }
                progress.Advance();
            }, cancel);
            return arrived.OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
        });
        DemoConsole.Figures("Uploaded", uploaded.Count, uploaded.Sum(file => file.Size), started);
        DemoConsole.Names("Skipped", [.. refused.Order(StringComparer.Ordinal)]);
        return uploaded.Count > 0 ? uploaded : throw new LocalHostException("No file could be uploaded.");
    }

    /// <summary>Waits for the scans and compares their results with the sent files. Prints the files that are not clean.</summary>
    /// <returns>The files, with <see cref="DemoFile.IsClean"/> set.</returns>
    public async Task<IReadOnlyList<DemoFile>> AwaitScans(IReadOnlyList<DemoFile> uploaded, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();
        await DemoConsole.Follow("Scanning", uploaded.Count, async progress =>
        {
            var (left, changedAt) = (int.MaxValue, started);
            for (int drafts; (drafts = (await api.Files(space, "draft", cancel)).Count) > 0;)
            {
                if (drafts != left)
                    (left, changedAt) = (drafts, Stopwatch.GetTimestamp());
                if (Stopwatch.GetElapsedTime(changedAt) > ScanPatience)
                    throw new LocalHostException($"{drafts:N0} files still wait for their scan, and none was scanned for {ScanPatience.TotalMinutes} minutes.");
                progress.Show(uploaded.Count - drafts);
                await Task.Delay(PollInterval, cancel);
            }
            return true;
        });
        DemoConsole.Figures("Scanned", uploaded.Count, uploaded.Sum(file => file.Size), started);

        var listed = (await api.Files(space, status: null, cancel)).ToDictionary(file => file.Id);
        var scanned = uploaded.Select(file => file with { IsClean = listed.GetValueOrDefault(file.Id) is { Status: "ready", ScanStatus: "clean" } }).ToList();
        DemoConsole.Names("Not clean", [.. scanned.Where(file => !file.IsClean).Select(file => file.Path)]);
        var differing = scanned.Where(file => !file.Matches(listed.GetValueOrDefault(file.Id))).Select(file => file.Path).ToList();
        checks.Report(differing.Count == 0 && listed.Count == uploaded.Count,
            $"scan: {uploaded.Count - differing.Count:N0} of {uploaded.Count:N0} files have the size and SHA-256 that were sent, {listed.Count:N0} are listed");
        DemoConsole.Names("Different", differing);
        return scanned;
    }

    public static Task Each<T>(IEnumerable<T> items, Func<T, CancellationToken, ValueTask> act, CancellationToken cancel) =>
        Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancel }, act);

    private async Task<DemoFile> Upload(LocalFile file, CancellationToken cancel)
    {
        await using var bytes = Open(file);
        var size = bytes.Length;
        var ticket = await Initiate(file, size, cancel);
        using var sha256 = SHA256.Create();
        await using var hashing = new CryptoStream(bytes, sha256, CryptoStreamMode.Read);
        try
        {
            await api.Send(ticket, hashing, size, cancel);
        }
        catch (HttpRequestException) when (bytes.Length != size)
        {
            throw new SkippedException("changed while it was read");
        }
        await api.CompleteUpload(ticket, cancel);
        return new DemoFile(ticket.FileId, file.Path, size, Convert.ToHexStringLower(sha256.Hash!));
    }

    private static Stream Open(LocalFile file)
    {
        // Empty files are not opened: a named pipe looks like one, and opening it may block forever.
        if (file.Size == 0)
            return new MemoryStream();
        try
        {
            return new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SkippedException(e.Message);
        }
    }

    private async Task<ApiTicket> Initiate(LocalFile file, long size, CancellationToken cancel)
    {
        try
        {
            return await api.InitiateUpload(space, file.Name, size, file.Path, cancel);
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.UnprocessableEntity)
        {
            throw new SkippedException(e.Body);
        }
    }

    /// <summary>A skipped file, with the reason.</summary>
    private sealed class SkippedException(string reason) : Exception(reason);
}

/// <summary>An uploaded file.</summary>
/// <param name="Sha256">The SHA-256 of the sent bytes.</param>
internal sealed record DemoFile(string Id, string Path, long Size, string Sha256)
{
    /// <summary>Whether its scan was clean.</summary>
    public bool IsClean { get; init; }

    /// <summary>Whether the API's record matches the file.</summary>
    public bool Matches(ApiFile? file) =>
        file is not null && (file.Id, file.ClientKey, file.Size, file.Sha256, file.DeletedAt) == (Id, Path, Size, Sha256, null);
}
