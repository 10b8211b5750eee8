namespace FluidCloud.Local.Azurite;

/// <summary>Where an Azurite listens, and as which account it is used.</summary>
public sealed record AzuriteEndpoint(int BlobPort, int QueuePort)
{
    /// <summary>The account every Azurite has; its key is public (Azure "Use the Azurite emulator").</summary>
    public const string WellKnownAccount = "devstoreaccount1";
    private const string WellKnownKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>The ports that <c>UseDevelopmentStorage=true</c> means.</summary>
    public static readonly AzuriteEndpoint Default = new(10000, 10001);

    /// <summary>More accounts, each a store of its own, with one key; none by default.</summary>
    public IReadOnlyList<string> MoreAccounts { get; init; } = [];

    /// <summary>As Azurite takes them from AZURITE_ACCOUNTS; null leaves it at the well-known one.</summary>
    internal string? Accounts => MoreAccounts.Count == 0
        ? null
        : string.Join(';', MoreAccounts.Prepend(WellKnownAccount).Select(account => $"{account}:{WellKnownKey}"));

    public string ConnectionString(string account = WellKnownAccount) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={WellKnownKey};"
        + $"BlobEndpoint=http://127.0.0.1:{BlobPort}/{account};QueueEndpoint=http://127.0.0.1:{QueuePort}/{account};";
}
