using System.Text.Json.Serialization;

namespace FluidCloud.Core.Files;

/// <summary>The state of a file's converted preview, in the file's record.</summary>
public sealed record Preview
{
    /// <summary>
    /// The conversion that makes or made the preview. It is part of the blob's name, so two conversions never write the same
    /// blob.
    /// </summary>
    public required Guid Attempt { get; init; }
    public required PreviewState State { get; init; }

    /// <summary>
    /// Until when a conversion counts as running, or its failure is returned; null for a finished preview.
    /// </summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why the conversion failed, as a message for the caller; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether preview bytes exist or may be written soon, which a purge must erase.</summary>
    [JsonIgnore]
    public bool MayHaveBytes => State != PreviewState.Failed;
}

public enum PreviewState
{
    Converting,
    Ready,
    Failed,
}
