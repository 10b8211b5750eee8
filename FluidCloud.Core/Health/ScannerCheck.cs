using FluidCloud.Core.Scanning;

namespace FluidCloud.Core.Health;

/// <summary>Has a few harmless bytes judged. Without a scanner nothing that was uploaded before is harder to serve.</summary>
public sealed class ScannerCheck(IMalwareScanner scanner) : IDependencyCheck
{
    public string Name => "scanner";

    public string WhileDown => "New files stay pending until it answers.";

    public async Task<string?> Run(CancellationToken cancel)
    {
        using var bytes = new MemoryStream("Harmless"u8.ToArray());
        var verdict = await scanner.Scan(bytes, cancel);
        if (verdict.Threat is not null)
            throw new InvalidOperationException($"The scanner found {verdict.Threat} in harmless bytes.");
        return scanner.Caveat;
    }
}
