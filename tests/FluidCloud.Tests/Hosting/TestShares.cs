using FluidCloud.Core.Shares;

namespace FluidCloud.Tests.Hosting;

internal static class TestShares
{
    public static readonly ShareSettings Settings = new()
    {
        BaseUrl = new("https://files.test"),
        SigningKeys = [KeyOf(1), OldKey],
    };

    /// <summary>Still opens links, and signs none any more.</summary>
    public static string OldKey => KeyOf(2);

    private static string KeyOf(byte value) => Convert.ToBase64String(Enumerable.Repeat(value, 32).ToArray());
}
