namespace FluidCloud.Core.ErasureLog;

/// <summary>Checks a checkpoint against a policy.</summary>
public static class CheckNote
{
    /// <exception cref="VerdictException">The note is false or not trusted.</exception>
    public static TrustedCheckpoint Run(SignedNote note, LogPolicy policy)
    {
        VerdictException.Reading("The checkpoint", Checkpoint.Parse, note.Text);
        var judgement = VerdictException.Reading("The checkpoint", policy.Judge, note, Verdict.False);
        return judgement.Refusal is { } refusal ? throw new VerdictException(Verdict.NotTrusted, refusal) : new(note, judgement.Checkpoint, judgement.Cosigned);
    }
}

/// <param name="Cosigned">The time of each witness's cosignature in Unix seconds, by its name in the policy.</param>
public sealed record TrustedCheckpoint(SignedNote Note, Checkpoint Checkpoint, IReadOnlyDictionary<string, long> Cosigned);
