namespace FluidCloud.Adapters.Scanners;

/// <summary>Which scanner scans uploads (docs/scanning.md).</summary>
public sealed record ScannerSettings
{
    public ScannerKind Kind { get; init; } = ScannerKind.Builtin;

    /// <summary>Lets a deployment start with the built-in check, which finds no malware.</summary>
    public bool AcceptBuiltin { get; init; }
}

public enum ScannerKind
{
    /// <summary>Detects only the EICAR test file. For development.</summary>
    Builtin,

    /// <summary>clamd, over TCP.</summary>
    ClamAv,

    /// <summary>Microsoft Defender for Storage, by its blob index tags.</summary>
    Defender,
}
