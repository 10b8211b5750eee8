using FluidCloud.Core.ErasureLog;

namespace FluidCloud.Tests.Hosting;

/// <summary>The erasure log of the tests.</summary>
internal static class TestLog
{
    public const string Origin = "log.test/erasure-log";

    public static readonly ErasureLogSettings Settings = new()
    {
        Origin = Origin,
        SigningKey = Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray()),
    };

    /// <summary>A key of its own at each call.</summary>
    public static NoteSigner NewSigner(string name, NoteKeyType type = NoteKeyType.Ed25519) =>
        new(name, type, System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));

    public const string VerifierKey = "log.test/erasure-log+161e4782+AYqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c";

    /// <summary>Who trusts it, and asks no witness.</summary>
    public static LogPolicy Policy => LogPolicy.Parse(System.Text.Encoding.UTF8.GetBytes($"log {VerifierKey}\nquorum none\n"));
}
