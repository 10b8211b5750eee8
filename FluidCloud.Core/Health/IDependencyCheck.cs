namespace FluidCloud.Core.Health;

/// <summary>Checks one dependency, with a read and never a write.</summary>
public interface IDependencyCheck
{
    string Name { get; }

    /// <summary>
    /// What is delayed while it is down, as a note for the operator; null when the instance is unready without it.
    /// </summary>
    string? WhileDown => null;

    /// <returns>A warning for the operator although it works; null for none.</returns>
    /// <exception cref="Exception">The dependency is down. The cause is only logged.</exception>
    Task<string?> Run(CancellationToken cancel);
}

/// <summary>
/// Reads the settings of the storage account that decide whether deleted bytes are kept (soft delete, versions).
/// </summary>
public interface IErasureSettings
{
    Task<ErasureState> Read(CancellationToken cancel);
}

/// <param name="KeepsDeletedBytes">null when unknown.</param>
public sealed record ErasureState(bool? KeepsDeletedBytes, string Note);
