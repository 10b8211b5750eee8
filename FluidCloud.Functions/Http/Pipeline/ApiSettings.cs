namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>How the API answers.</summary>
public sealed record ApiSettings
{
    /// <summary>For debugging: every answer says in <c>X-RU</c> what it has cost in the metadata store, until its first byte.</summary>
    public bool ShowCharges { get; init; }
}
