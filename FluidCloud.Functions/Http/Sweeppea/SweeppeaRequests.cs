namespace FluidCloud.Functions.Http.Sweeppea;

internal sealed record SweeppeaDeleteIn
{
    public string? FileToken { get; init; }
}

internal sealed record SweeppeaUploadIn
{
    public string? Filename { get; init; }
    public string? MimeType { get; init; }

    /// <summary>In Base64.</summary>
    public byte[]? FileData { get; init; }
    public bool? Private { get; init; }
}

internal sealed record SweeppeaFetchIn
{
    public int? Page { get; init; }
    public int? Limit { get; init; }
}

internal sealed record SweeppeaFileUrlIn
{
    public string? FileToken { get; init; }
    public string? Mode { get; init; }
    public int? ExpiresIn { get; init; }
}
