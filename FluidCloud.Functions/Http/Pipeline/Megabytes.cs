namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>
/// Sizes of the compatible APIs: 1 MB is 1,048,576 bytes, as in Sweeppea's <c>"SizeMB": 1.0</c>. Decimals, because JSON
/// writes small binary floating-point numbers with an exponent.
/// </summary>
internal static class Megabytes
{
    private const decimal Bytes = 1024 * 1024;

    /// <summary>Dividing by it removes trailing zeros, because a decimal keeps its scale.</summary>
    private const decimal One = 1.0000000000000000000000000000m;

    /// <summary>With six digits, which tell one byte from the next.</summary>
    public static decimal Of(long bytes) => Math.Round(bytes / Bytes, 6, MidpointRounding.AwayFromZero) / One;

    /// <summary>With two digits.</summary>
    /// <param name="whole">Not 0.</param>
    public static decimal Percent(long part, long whole) => Math.Round(100m * part / whole, 2, MidpointRounding.AwayFromZero) / One;

    /// <summary>With two digits.</summary>
    public static decimal Rounded(long bytes) => Math.Round(bytes / Bytes, 2, MidpointRounding.AwayFromZero) / One;
}
