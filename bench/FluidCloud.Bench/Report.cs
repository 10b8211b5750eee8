namespace FluidCloud.Bench;

/// <summary>What a benchmark prints.</summary>
internal static class Report
{
    /// <summary>Which Azurite the host starts: it inherits the switch.</summary>
    public static string Azurite => Environment.GetEnvironmentVariable("FLUIDCLOUD_AZURITE_STOCK") == "1" ? "stock" : "with FluidCloud's preload";

    public static void Line(string text = "") => Console.WriteLine(text);

    public static void Figure(string name, string value) => Line($"  {name,-22} {value}");

    public static string Megabytes(long bytes) => $"{bytes / 1e6:N0} MB";
}
