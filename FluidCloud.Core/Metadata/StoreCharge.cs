namespace FluidCloud.Core.Metadata;

/// <summary>
/// The request units that the metadata store charges for a request or a job, summed over all its calls. It flows with the
/// async context. It stays 0 for a store that charges nothing.
/// </summary>
public sealed class StoreCharge
{
    private static readonly AsyncLocal<StoreCharge?> Current = new();

    private readonly Lock gate = new();
    private double requestUnits;

    private StoreCharge() { }

    public double RequestUnits
    {
        get
        {
            lock (gate)
                return requestUnits;
        }
    }

    /// <summary>Starts counting the calls that the calling async method makes until it returns.</summary>
    public static StoreCharge Begin()
    {
        var charge = new StoreCharge();
        charge.Continue();
        return charge;
    }

    /// <summary>Also counts the calls that the calling async method makes from here on.</summary>
    public void Continue() => Current.Value = this;

    /// <summary>Called by adapters: adds the charge of one call to the current work.</summary>
    public static void Add(double requestUnits) => Current.Value?.Count(requestUnits);

    private void Count(double amount)
    {
        lock (gate)
            requestUnits += amount;
    }
}
