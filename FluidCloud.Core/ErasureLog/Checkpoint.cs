using System.Globalization;

namespace FluidCloud.Core.ErasureLog;

/// <summary>The state of a log at one size: the text of a note that it signs (C2SP tlog-checkpoint).</summary>
/// <param name="Origin">The name of the log.</param>
/// <param name="Root">The root over all leaves.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    /// <param name="text">The text of a note; the caller verifies its signatures.</param>
    /// <remarks>Extension lines, which another log may sign, say nothing here.</remarks>
    /// <exception cref="FormatException">The text is not a checkpoint.</exception>
    public static Checkpoint Parse(string text)
    {
        if (text.Split('\n') is not [{ Length: > 0 } origin, var size, var root, .. var extensions, ""] || extensions.Contains("")
            || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var leaves) || leaves.ToString(CultureInfo.InvariantCulture) != size
            || Base64.DecodeHash(root) is not { } hash)
            throw new FormatException("A checkpoint begins with three lines: origin, size and root.");
        return new(origin, leaves, hash);
    }
}
