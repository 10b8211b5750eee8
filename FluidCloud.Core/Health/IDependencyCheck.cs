namespace FluidCloud.Core.Health;

/// <summary>Asks one dependency whether it does its part: with a read, never a write.</summary>
public interface IDependencyCheck
{
    string Name { get; }

    /// <summary>What waits while it does not work, for the operator; null when nothing goes without it.</summary>
    string? WhileDown => null;

    /// <returns>What an operator must know though it works; null when there is nothing.</returns>
    /// <exception cref="Exception">It does not work. The cause is for the log only.</exception>
    Task<string?> Run(CancellationToken cancel);
}

/// <summary>What the storage account does with bytes that were deleted: its settings, which only its operator changes.</summary>
public interface IErasureSettings
{
    Task<ErasureState> Read(CancellationToken cancel);
}

/// <param name="KeepsDeletedBytes">null when it can't be known.</param>
public sealed record ErasureState(bool? KeepsDeletedBytes, string Note);
