namespace FluidCloud.Local.Azurite;

/// <summary>The ports on which an Azurite listens, on this machine only, and its accounts.</summary>
public sealed record AzuriteEndpoint(int BlobPort, int QueuePort)
{
    /// <summary>The account of every Azurite; its key is public (Azure "Use the Azurite emulator").</summary>
    public const string WellKnownAccount = "devstoreaccount1";
    private const string WellKnownKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>More accounts, each a store of its own, with the same key; none by default.</summary>
    public IReadOnlyList<string> MoreAccounts { get; init; } = [];

    /// <summary>The value of AZURITE_ACCOUNTS; null leaves Azurite with the well-known account.</summary>
    internal string? Accounts => MoreAccounts.Count == 0
        ? null
        : string.Join(';', MoreAccounts.Prepend(WellKnownAccount).Select(account => $"{account}:{WellKnownKey}"));

    public string ConnectionString(string account = WellKnownAccount) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={WellKnownKey};"
        + $"BlobEndpoint=http://127.0.0.1:{BlobPort}/{account};QueueEndpoint=http://127.0.0.1:{QueuePort}/{account};";
}
