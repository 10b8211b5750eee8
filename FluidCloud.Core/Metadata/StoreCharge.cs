namespace FluidCloud.Core.Metadata;

/// <summary>
/// What the metadata store charges for one piece of work, a request or a job: the sum over all its calls, in request
/// units. It follows the calls by itself. Where the store charges nothing it stays 0.
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

    /// <summary>Counts what the calling async method goes on to do, until it returns.</summary>
    public static StoreCharge Begin()
    {
        var charge = new StoreCharge();
        charge.Continue();
        return charge;
    }

    /// <summary>Counts what the calling async method goes on to do as well, as part of the same work.</summary>
    public void Continue() => Current.Value = this;

    /// <summary>For adapters: a call of the present work was charged that much.</summary>
    public static void Add(double requestUnits) => Current.Value?.Count(requestUnits);

    private void Count(double amount)
    {
        lock (gate)
            requestUnits += amount;
    }
}
