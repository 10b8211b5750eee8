namespace FluidCloud.Adapters.Sqlite;

/// <summary>
/// The metadata file can't be used as it is. The message is one line for the operator; the file is unchanged.
/// </summary>
public sealed class MetadataFileException(string message, Exception? inner = null) : Exception(message, inner);
