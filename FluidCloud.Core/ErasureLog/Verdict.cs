namespace FluidCloud.Core.ErasureLog;

/// <summary>How a check ended; the number is the exit code of the command that makes it.</summary>
public enum Verdict
{
    /// <summary>What is claimed is proven.</summary>
    Good = 0,

    /// <summary>What is claimed is not so: a hash or a signature does not fit, or the log has forked.</summary>
    False = 1,

    /// <summary>It fits together, and nobody whom the policy trusts has signed it.</summary>
    NotTrusted = 2,

    /// <summary>It is not in a form that can be checked.</summary>
    Unreadable = 3,
}

/// <summary>Ends a check that did not come out good.</summary>
public sealed class VerdictException(Verdict verdict, string reason) : Exception(reason)
{
    public Verdict Verdict { get; } = verdict;

    /// <summary>Turns what a parser refuses into a verdict.</summary>
    public static TRead Reading<TText, TRead>(string what, Func<TText, TRead> parse, TText text, Verdict verdict = Verdict.Unreadable)
    {
        try
        {
            return parse(text);
        }
        catch (FormatException e)
        {
            throw new VerdictException(verdict, $"{what}: {e.Message}");
        }
    }
}
