using System.Text.Json.Serialization;

namespace FluidCloud.Core.Files;

/// <summary>The converted copy of a file that a browser can't show, as the file's record has it.</summary>
public sealed record Preview
{
    /// <summary>The conversion that made the copy, or is to make it: it names the bytes, so that two never write the same.</summary>
    public required Guid Attempt { get; init; }
    public required PreviewState State { get; init; }

    /// <summary>How long a conversion counts as under way, or its failure as lasting; null for a copy that is there.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why there is no copy, in words for the caller; null unless it failed.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether there are bytes, or may be soon: what a purge has to erase.</summary>
    [JsonIgnore]
    public bool MayHaveBytes => State != PreviewState.Failed;
}

public enum PreviewState
{
    Converting,
    Ready,
    Failed,
}
