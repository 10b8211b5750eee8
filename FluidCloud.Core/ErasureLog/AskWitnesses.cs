using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.ErasureLog;

/// <summary>
/// Asks the configured witnesses to cosign the checkpoint, and adds their cosignatures to it. The checkpoint is public before
/// that: a witness that does not answer delays nothing and is asked again later.
/// </summary>
public sealed partial class AskWitnesses(
    IErasureLogStore store, ReadLog log, IWitnessClient client, ErasureLogSettings settings, TimeProvider time, ILogger<AskWitnesses> logger)
{
    /// <summary>The timeout of a request, and the pause after a failure.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lazy<IReadOnlyList<Witness>> witnesses = new(() => [.. settings.Witnesses.Select(Witness.Parse)]);

    /// <summary>The size that each witness cosigned last. Unknown after a start; then the witness tells it by a 409.</summary>
    private readonly ConcurrentDictionary<uint, long> sizes = new();
    private readonly ConcurrentDictionary<uint, DateTimeOffset> failed = new();

    public async Task Run(CancellationToken cancel)
    {
        if (witnesses.Value.Count == 0 || await store.Read(LogWriter.CheckpointName, cancel) is not { } stored)
            return;
        var note = SignedNote.Parse(stored.Bytes);
        var answers = await Task.WhenAll(witnesses.Value.Where(witness => IsMissing(note, witness)).Select(witness => TryAsk(witness, note, cancel)));
        NoteSignature[] cosignatures = [.. answers.OfType<NoteSignature>()];
        if (cosignatures.Length == 0)
            return;
        // If there is a newer checkpoint, this write fails, and the next run asks for that one.
        var cosigned = note with { Signatures = [.. note.Signatures, .. cosignatures] };
        await store.Write(LogWriter.CheckpointName, Encoding.UTF8.GetBytes(cosigned.ToString()), stored.Version, cancel);
    }

    private bool IsMissing(SignedNote note, Witness witness) => note.SignedBy(witness.Key) is null
        && !(failed.TryGetValue(witness.Key.Id, out var until) && time.GetUtcNow() < until);

    /// <returns>null when the witness did not cosign.</returns>
    private async Task<NoteSignature?> TryAsk(Witness witness, SignedNote note, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            var cosignature = await Ask(witness, note, patience.Token);
            failed.TryRemove(witness.Key.Id, out _);
            return cosignature;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            failed[witness.Key.Id] = time.GetUtcNow() + Pause;
            LogFailed(logger, e, witness.Key.Name);
            return null;
        }
    }

    private async Task<NoteSignature> Ask(Witness witness, SignedNote note, CancellationToken cancel)
    {
        var checkpoint = Checkpoint.Parse(note.Text);
        // Two attempts, because the first answer may be a 409 with the size that it knows.
        for (var attempt = 0; ; attempt++)
        {
            var old = sizes.GetValueOrDefault(witness.Key.Id);
            if (old > checkpoint.Size)
                throw new LogDamagedException($"It has seen {old} leaves and the log has {checkpoint.Size}: the log was set back.");
            var proof = await log.Tree(checkpoint.Size).Consistency(old, cancel);
            var answer = await client.AddCheckpoint(witness.Prefix, BodyOf(old, proof, note), cancel);
            switch (answer.Status)
            {
                case 200:
                    var cosignature = Find(witness, note.Text, answer.Body);
                    sizes[witness.Key.Id] = checkpoint.Size;
                    return cosignature;
                case 409 when attempt == 0 && long.TryParse(answer.Body.TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var known):
                    sizes[witness.Key.Id] = known;
                    break;
                default:
                    sizes.TryRemove(witness.Key.Id, out _);
                    throw new InvalidOperationException($"It answered {answer.Status}.");
            }
        }
    }

    internal static string BodyOf(long old, IReadOnlyList<byte[]> proof, SignedNote note) =>
        string.Create(CultureInfo.InvariantCulture, $"old {old}\n{string.Concat(proof.Select(hash => Convert.ToBase64String(hash) + "\n"))}\n{note}");

    /// <remarks>A witness may also answer with signatures of its other keys; those are ignored.</remarks>
    private static NoteSignature Find(Witness witness, string text, string answer) =>
        SignedNote.Parse($"{text}\n{answer}").SignedBy(witness.Key) ?? throw new FormatException("Its answer holds no cosignature of its key.");

    [LoggerMessage(4011, LogLevel.Warning, "Witness {Witness} did not cosign the checkpoint of the erasure log; it is asked again in a minute")]
    private static partial void LogFailed(ILogger log, Exception e, string witness);
}
