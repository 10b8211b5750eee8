using System.Text.Json;

namespace FluidCloud.Core.ErasureLog;

/// <summary>
/// The assignment of indexes to leaves. Replacing this blob by its version assigns the indexes; tiles and checkpoint are derived
/// from it, the same by every writer. Its size is ahead of the checkpoint while leaves are being published, and never behind.
/// </summary>
/// <param name="Size">The index of the next leaf.</param>
/// <param name="Leaves">Leaves that have an index which their receipts do not have yet.</param>
public sealed record LogState(long Size, IReadOnlyList<LogLeaf> Leaves)
{
    public const string Name = "state";

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static LogState Parse(byte[] bytes) =>
        JsonSerializer.Deserialize<LogState>(bytes) ?? throw new LogDamagedException("The state of the log is null.");
}

/// <param name="Hash">The leaf hash of the receipt's text.</param>
public sealed record LogLeaf(long Index, Guid Tenant, string Receipt, byte[] Hash);
