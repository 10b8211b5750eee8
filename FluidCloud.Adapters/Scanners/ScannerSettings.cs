namespace FluidCloud.Adapters.Scanners;

/// <summary>Which scanner judges uploads (docs/scanning.md).</summary>
public sealed record ScannerSettings
{
    public ScannerKind Kind { get; init; } = ScannerKind.Builtin;

    /// <summary>Lets a deployment start with the built-in check, which finds no malware.</summary>
    public bool AcceptBuiltin { get; init; }
}

public enum ScannerKind
{
    /// <summary>The EICAR test file and nothing else: for development.</summary>
    Builtin,

    /// <summary>clamd, over TCP.</summary>
    ClamAv,

    /// <summary>Microsoft Defender for Storage, by the tags that it writes.</summary>
    Defender,
}
