using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Receipts;
using FluidCloud.Core.Tombstones;

namespace FluidCloud.Cli.Admin;

/// <summary><c>./run admin verify</c> and <c>watch</c>: check the erasure log of anybody, and need no store and no key. The exit code is the <see cref="Verdict"/>.</summary>
internal static class AdminVerify
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static Command BuildVerify()
    {
        var file = new Argument<FileInfo>("file") { Description = "The .tlog-proof file." };
        var copy = new Option<FileInfo?>("--file") { Description = "A copy of the erased file: proves that these very bytes were erased." };
        var (policy, json) = Options();
        var command = new Command("verify", "Checks offline that an erasure is in the log. Exit code: 0 good, 1 false, 2 not trusted, 3 unreadable.") { file, policy, copy, json };
        command.SetAction((arguments, cancel) => Tell(arguments, arguments.GetValue(json), async () =>
        {
            var proven = VerifyProof.Run(await Read(arguments.GetValue(file)!, LogProof.MaxBytes, cancel), await ReadPolicy(arguments.GetValue(policy)!, cancel));
            if (arguments.GetValue(copy) is { } bytes)
            {
                await using var stream = Open(bytes);
                await VerifyProof.Match(proven.Receipt, stream, cancel);
            }
            return (ToFacts(proven, arguments.GetValue(copy) is not null), Words(proven, arguments.GetValue(copy) is not null));
        }));
        return command;
    }

    public static Command BuildWatch()
    {
        var url = new Argument<string>("url") { Description = "Of the log, as in https://files.example.com/erasure-log." };
        var note = new Option<FileInfo>("--note") { Required = true, Description = "The file with the checkpoint that was seen last. It is made the first time, and replaced when the log has only grown." };
        var (policy, json) = Options();
        var command = new Command("watch", "Proves that a log has only grown since the last time. Exit code: 0 good, 1 false, 2 not trusted, 3 unreadable.") { url, policy, note, json };
        command.SetAction((arguments, cancel) => Tell(arguments, arguments.GetValue(json), async () =>
        {
            var file = arguments.GetValue(note)!;
            var noted = file.Exists ? VerdictException.Reading("The note", SignedNote.Parse, await Read(file, SignedNote.MaxBytes, cancel)) : null;
            using var http = new LogClient(arguments.GetValue(url)!);
            var present = await new WatchLog(await ReadPolicy(arguments.GetValue(policy)!, cancel), http.Fetch).Run(noted, cancel);
            await File.WriteAllTextAsync(file.FullName + ".new", present.Note.ToString(), cancel);
            File.Move(file.FullName + ".new", file.FullName, overwrite: true);
            var before = noted is null ? (long?)null : Checkpoint.Parse(noted.Text).Size;
            var (origin, size) = (present.Checkpoint.Origin, present.Checkpoint.Size);
            return (new { Verdict = "good", Origin = origin, Noted = before, Size = size, Witnesses = present.Cosigned },
                before is null ? $"Noted {origin} with {size} leaves." : $"{origin} only grew, from {before} leaves to {size}.");
        }));
        return command;
    }

    private static (Option<FileInfo> Policy, Option<bool> Json) Options() => (
        new("--policy") { Required = true, Description = "Whom to trust: a C2SP tlog-policy file with the log's public key." },
        new("--json") { Description = "Print JSON." });

    private static async Task<int> Tell(ParseResult arguments, bool json, Func<Task<(object Facts, string Words)>> check)
    {
        try
        {
            var (facts, words) = await check();
            await arguments.Output().WriteLineAsync(json ? JsonSerializer.Serialize(facts, Json) : words);
            return (int)Verdict.Good;
        }
        catch (VerdictException e)
        {
            if (json)
                await arguments.Output().WriteLineAsync(JsonSerializer.Serialize(new { Verdict = JsonNamingPolicy.SnakeCaseLower.ConvertName(e.Verdict.ToString()), Reason = e.Message }, Json));
            else
                await arguments.Remarks().WriteLineAsync($"{Heading(e.Verdict)}: {e.Message}");
            return (int)e.Verdict;
        }
    }

    private static string Heading(Verdict verdict) => verdict switch
    {
        Verdict.False => "FALSE",
        Verdict.NotTrusted => "NOT TRUSTED",
        _ => "UNREADABLE",
    };

    private static async Task<LogPolicy> ReadPolicy(FileInfo file, CancellationToken cancel) =>
        VerdictException.Reading("The policy", LogPolicy.Parse, await Read(file, LogPolicy.MaxBytes, cancel));

    private static async Task<byte[]> Read(FileInfo file, int most, CancellationToken cancel)
    {
        await using var stream = Open(file);
        if (stream.Length > most)
            throw new VerdictException(Verdict.Unreadable, $"{file.Name} has more than {most} bytes.");
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes, cancel);
        return bytes;
    }

    private static FileStream Open(FileInfo file)
    {
        try
        {
            return file.OpenRead();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerdictException(Verdict.Unreadable, e.Message);
        }
    }

    private static object ToFacts(ProvenErasure proven, bool hasCopy) => proven.Receipt.Subject == ReceiptSubject.File ? new
    {
        Verdict = "good",
        Subject = MetadataJson.Text(proven.Receipt.Subject),
        TenantId = proven.Receipt.Tenant.ToString(),
        FileId = proven.Receipt.File.ToString(),
        proven.Receipt.Size,
        proven.Receipt.Sha256,
        ErasedAt = MetadataJson.Text(proven.Receipt.ErasedAt),
        Cause = MetadataJson.Text(proven.Receipt.Cause),
        SweepId = proven.Receipt.Sweep?.ToString(),
        LinksKilled = proven.Receipt.Links,
        Storage = MetadataJson.Text(proven.Receipt.Storage),
        Log = new { proven.Log.Checkpoint.Origin, proven.Log.Checkpoint.Size, proven.Index, Witnesses = proven.Log.Cosigned },
        CopyMatches = hasCopy ? true : (bool?)null,
    } : new
    {
        Verdict = "good",
        Subject = MetadataJson.Text(proven.Receipt.Subject),
        TenantId = proven.Receipt.Tenant.ToString(),
        ErasureId = proven.Receipt.Erasure.ToString(),
        proven.Receipt.App,
        proven.Receipt.Files,
        proven.Receipt.Size,
        LinksKilled = proven.Receipt.Links,
        KeysRevoked = proven.Receipt.Keys,
        ErasedAt = MetadataJson.Text(proven.Receipt.ErasedAt),
        Log = new { proven.Log.Checkpoint.Origin, proven.Log.Checkpoint.Size, proven.Index, Witnesses = proven.Log.Cosigned },
    };

    private static string Words(ProvenErasure proven, bool hasCopy)
    {
        var receipt = proven.Receipt;
        var erased = receipt.ErasedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        List<string> lines = receipt.Subject == ReceiptSubject.File ? OfFile(receipt, erased, hasCopy) :
        [
            $"GOOD: {(receipt.App is { } app ? $"app {app} of tenant {receipt.Tenant}" : $"tenant {receipt.Tenant}")} was erased at {erased} UTC (erasure {receipt.Erasure}).",
            $"  With it  {receipt.Files} files of {receipt.Size} bytes, {receipt.Links} raw links, {receipt.Keys} keys",
        ];
        lines.Add($"  Log      {proven.Log.Checkpoint.Origin}, leaf {proven.Index} of {proven.Log.Checkpoint.Size}");
        lines.AddRange(proven.Log.Cosigned.Select(witness => $"  Witness  {witness.Key} had seen it at {DateTimeOffset.FromUnixTimeSeconds(witness.Value).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC"));
        return string.Join(Environment.NewLine, lines);
    }

    private static List<string> OfFile(ReceiptText receipt, string erased, bool hasCopy) =>
    [
        $"GOOD: file {receipt.File} of tenant {receipt.Tenant}, {receipt.Size} bytes, was erased at {erased} UTC.",
        $"  Why      {receipt.Cause switch
        {
            PurgeCause.Call => "a call for this file",
            PurgeCause.Sweep => $"Trash was emptied (sweep {receipt.Sweep})",
            PurgeCause.Retention => $"it was in Trash longer than that is kept (sweep {receipt.Sweep})",
            PurgeCause.App => $"its app was erased (sweep {receipt.Sweep})",
            _ => $"its tenant was erased (sweep {receipt.Sweep})",
        }}; {receipt.Links} raw links died with it",
        $"  Storage  {receipt.Storage switch
        {
            Erasure.Permanent => "says that the bytes are gone for good",
            Erasure.Absent => "had no bytes of it any more",
            Erasure.Unstated => "deleted the bytes, and does not say whether for good",
            _ => "keeps deleted bytes for a while: this was no erasure yet",
        }}",
        $"  Bytes    SHA-256 {receipt.Sha256 ?? "unknown: it was erased before it was scanned"}{(hasCopy ? "; the copy is of these very bytes" : "")}",
    ];
}
