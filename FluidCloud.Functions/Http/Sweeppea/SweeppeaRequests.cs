namespace FluidCloud.Functions.Http.Sweeppea;

internal sealed record SweeppeaDeleteIn
{
    public string? FileToken { get; init; }
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
