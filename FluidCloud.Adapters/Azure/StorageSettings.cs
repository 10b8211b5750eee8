using System.ComponentModel.DataAnnotations;

namespace FluidCloud.Adapters.Azure;

/// <summary>
/// Where bytes and queues are. The queue triggers read the same settings: in Azure endpoints and an identity, with the
/// emulator a connection string. https://learn.microsoft.com/azure/azure-functions/functions-reference#connections
/// </summary>
public sealed record StorageSettings : IValidatableObject
{
    /// <summary>For the emulator, and then all there is. null takes the endpoints and the process's own identity.</summary>
    public string? ConnectionString { get; init; }

    public Uri? BlobServiceUri { get; init; }

    public Uri? QueueServiceUri { get; init; }

    /// <summary>The resource id of the account, for <c>/health/ready</c>; null outside Azure.</summary>
    public string? Account { get; init; }

    /// <summary>Read by the Functions host alone: <c>managedidentity</c> with a user-assigned identity.</summary>
    public string? Credential { get; init; }

    /// <summary>The user-assigned identity that opens storage and metadata. null takes the one that the environment has.</summary>
    public string? ClientId { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ConnectionString is null && (BlobServiceUri is null || QueueServiceUri is null))
            yield return new("a connection string, or both blobServiceUri and queueServiceUri, must be set");
    }
}
