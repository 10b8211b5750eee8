namespace FluidCloud.Adapters.Sqlite;

/// <summary>The metadata file can't be used as it is. The message is one line for whoever runs the host; the file is untouched.</summary>
public sealed class MetadataFileException(string message, Exception? inner = null) : Exception(message, inner);
