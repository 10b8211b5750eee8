using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Adapters.Azure;

/// <summary>The cache in front of the raw links.</summary>
public sealed record EdgeSettings
{
    /// <summary>The resource id of the Front Door endpoint in front of the raw links; null when nothing caches them.</summary>
    [RegularExpression("/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft\\.Cdn/profiles/[^/]+/afdEndpoints/[^/]+",
        ErrorMessage = "{0} must be the resource id of a Front Door endpoint")]
    public string? FrontDoorEndpoint { get; init; }
}
