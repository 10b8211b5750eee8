namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>Sizes as the compatible APIs tell them: 1 MB is 1,048,576 bytes, which Sweeppea's documentation shows as <c>"SizeMB": 1.0</c>.</summary>
internal static class Megabytes
{
    public static double Of(long bytes) => bytes / (1024.0 * 1024.0);

    /// <summary>With two digits.</summary>
    public static double Rounded(long bytes) => Math.Round(Of(bytes), 2, MidpointRounding.AwayFromZero);
}
