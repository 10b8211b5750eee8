using System.Globalization;
using FluidCloud.Core.ErasureLog;

namespace FluidCloud.Tests.Hosting;

/// <summary>A witness as C2SP tlog-witness has it, which knows one log: asked in memory, or over HTTP by a server of the test.</summary>
internal sealed class TestWitness(string name) : IWitnessClient
{
    private readonly NoteSigner signer = TestLog.NewSigner(name, NoteKeyType.Cosignature);
    private readonly Lock gate = new();
    private Checkpoint seen = new(TestLog.Origin, 0, TreeHash.Empty);

    public NoteKey Key => signer.Key;

    /// <summary>What it has cosigned last.</summary>
    public Checkpoint Seen => seen;

    /// <summary>The status of each answer so far.</summary>
    public List<int> Answers { get; } = [];

    /// <summary>Fails before it reads a request; null when it does not.</summary>
    public Func<Task<WitnessAnswer>>? Instead { get; set; }

    public async Task<WitnessAnswer> AddCheckpoint(Uri prefix, string body, CancellationToken cancel)
    {
        if (Instead is { } instead)
            return await instead();
        lock (gate)
        {
            var answer = Answer(body);
            Answers.Add(answer.Status);
            return answer;
        }
    }

    private WitnessAnswer Answer(string body)
    {
        var split = body.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = body[..split].Split('\n');
        var old = long.Parse(lines[0]["old ".Length..], NumberStyles.None, CultureInfo.InvariantCulture);
        var note = SignedNote.Parse(body[(split + 2)..]);
        var checkpoint = Checkpoint.Parse(note.Text);
        if (checkpoint.Origin != TestLog.Origin)
            return new(404, "");
        if (note.SignedBy(TestLog.Settings.Signer().Key) is null)
            return new(403, "");
        if (old > checkpoint.Size)
            return new(400, "");
        if (old != seen.Size)
            return new(409, $"{seen.Size}\n");
        if (!TreeHash.Extends(seen.Root, seen.Size, checkpoint.Root, checkpoint.Size, [.. lines[1..].Select(Convert.FromBase64String)]))
            return new(422, "");
        seen = checkpoint;
        return new(200, signer.Cosign(note.Text, TimeProvider.System.GetUtcNow()).ToString());
    }
}
