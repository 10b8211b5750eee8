using System.Globalization;
using FluidCloud.Core.Scanning;

namespace FluidCloud.Core.Health;

/// <summary>
/// Reports which scanner is configured, whether it works, and how long files wait for it. Files scanned before are served
/// without it.
/// </summary>
public sealed class ScannerCheck(IMalwareScanner scanner, FindLongestPending pending) : IDependencyCheck
{
    /// <summary>Shorter waits are not reported.</summary>
    private static readonly TimeSpan Noteworthy = TimeSpan.FromMinutes(1);

    public string Name => "scanner";

    public string WhileDown => $"{scanner.Kind}: new files stay pending until it works again.";

    public async Task<string?> Run(CancellationToken cancel)
    {
        var note = await scanner.Check(cancel);
        var waits = await pending.Run(cancel);
        return string.Join(' ', new[]
        {
            $"{scanner.Kind}:", note ?? "works.",
            waits > Noteworthy ? string.Create(CultureInfo.InvariantCulture, $"A file has waited for its verdict for {waits.Value.TotalMinutes:0} minutes.") : null,
        }.OfType<string>());
    }
}
