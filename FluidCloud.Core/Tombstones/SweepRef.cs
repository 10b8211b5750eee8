using System.Text.Json.Serialization;

namespace FluidCloud.Core.Tombstones;

/// <summary>Identifies a sweep, and what it may purge, in jobs and tombstones.</summary>
/// <param name="Space">null for the Trash of the whole tenant.</param>
/// <param name="CutOff">Only what went to Trash up to this time is purged; without meaning when an app or a tenant is erased.</param>
/// <param name="App">The app that is erased; null for another cause.</param>
public sealed record SweepRef(
    SpaceId? Space, SweepId Id, DateTimeOffset CutOff, PurgeCause Cause = PurgeCause.Sweep, string? App = null)
{
    /// <summary>Whether it purges live files too.</summary>
    [JsonIgnore]
    public bool IsOfOwner => Cause is PurgeCause.App or PurgeCause.Tenant;
}
