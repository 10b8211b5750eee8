using FluidCloud.Core.Files;
using FluidCloud.Functions.Http.OpenApi;

namespace FluidCloud.Functions.Http.Sweeppea;

internal sealed record SweeppeaDeleteIn
{
    [Field(Required = true, IsId = true)]
    public string? FileToken { get; init; }
}

internal sealed record SweeppeaUploadIn
{
    [Field(Required = true, Min = 1, Max = 255)]
    public string? Filename { get; init; }
    public string? MimeType { get; init; }

    /// <summary>In Base64, at most 10 MB.</summary>
    [Field(Required = true)]
    public byte[]? FileData { get; init; }
    /// <summary>A file is public only by a share.</summary>
    [Field(Example = "true")]
    public bool? Private { get; init; }
}

internal sealed record SweeppeaFetchIn
{
    [Field(Min = 1, Max = 1 + ListNewestFiles.MaxOffset)]
    public int? Page { get; init; }
    [Field(Min = 1, Max = 200, Example = "50")]
    public int? Limit { get; init; }
}

internal sealed record SweeppeaFileUrlIn
{
    [Field(Required = true, IsId = true)]
    public string? FileToken { get; init; }
    [Field(Values = [SweeppeaFileUrl.Preview, SweeppeaFileUrl.Download])]
    public string? Mode { get; init; }
    /// <summary>Seconds.</summary>
    [Field(Min = 60, Max = 3600, Example = "900")]
    public int? ExpiresIn { get; init; }
}
