using System.Text.Json;

namespace FluidCloud.Core.ErasureLog;

/// <summary>
/// Which leaf stands where: the one place where an index is given away. It is ahead of the checkpoint while leaves are on their
/// way into the tiles, and never behind it. Whoever replaces it by its version has given the indexes; all else follows from it,
/// and comes out the same whoever does it.
/// </summary>
/// <param name="Size">The index of the next leaf.</param>
/// <param name="Leaves">Given an index, and its receipt does not know it yet.</param>
public sealed record LogState(long Size, IReadOnlyList<LogLeaf> Leaves)
{
    public const string Name = "state";

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static LogState Parse(byte[] bytes) =>
        JsonSerializer.Deserialize<LogState>(bytes) ?? throw new LogDamagedException("The state of the log is null.");
}

/// <param name="Hash">Of the receipt's text, as a leaf.</param>
public sealed record LogLeaf(long Index, Guid Tenant, string Receipt, byte[] Hash);
