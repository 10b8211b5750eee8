using System.Globalization;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Core.Receipts;

namespace FluidCloud.Core.Health;

/// <summary>Checks that the erasure log exists and is not behind, and shows its public key. Only proofs depend on it.</summary>
public sealed class ErasureLogCheck(ReadLog log, FindLongestWaiting waiting, ErasureLogSettings settings) : IDependencyCheck
{
    /// <summary>Shorter waits are not reported.</summary>
    private static readonly TimeSpan Noteworthy = TimeSpan.FromMinutes(2);

    public string Name => "erasure_log";

    public string WhileDown => "Receipts wait for their place in the erasure log.";

    public async Task<string?> Run(CancellationToken cancel)
    {
        var begun = await log.Checkpoint(cancel) is not null;
        var wait = await waiting.Run(cancel);
        return string.Join(' ', new[]
        {
            $"{settings.Signer().Key}",
            begun ? null : "It has not begun.",
            wait > Noteworthy ? string.Create(CultureInfo.InvariantCulture, $"A receipt has waited for its place for {wait.TotalMinutes:0} minutes.") : null,
        }.OfType<string>());
    }
}
