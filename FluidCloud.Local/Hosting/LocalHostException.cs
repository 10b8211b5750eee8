namespace FluidCloud.Local.Hosting;

/// <summary>Something about this machine stops the local host. The message is the one line that its user reads.</summary>
public sealed class LocalHostException(string message, Exception? inner = null) : Exception(message, inner);
