using FluidCloud.Core.Shares;

namespace FluidCloud.Tests.Hosting;

internal static class TestShares
{
    public static readonly ShareSettings Settings = new()
    {
        BaseUrl = new("https://files.test"),
        SigningKeys = [Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray())],
    };
}
