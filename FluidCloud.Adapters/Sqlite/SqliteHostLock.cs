namespace FluidCloud.Adapters.Sqlite;

/// <summary>
/// Prevents a second host from using a metadata file: two would deliver each other's jobs. The command line may write while
/// a host runs. The operating system releases the lock when the process ends.
/// </summary>
public sealed class SqliteHostLock : IDisposable
{
    private readonly FileStream file;

    /// <exception cref="MetadataFileException">Another host uses the file, or its folder is read-only.</exception>
    public SqliteHostLock(string path)
    {
        try
        {
            file = new(path + ".host", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path + ".host"))
        {
            throw new MetadataFileException($"Another host uses the metadata file {path}: stop it first, or use another file.", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new MetadataFileException($"The folder of the metadata file {path} can't be written to: {e.Message}", e);
        }
    }

    public void Dispose() => file.Dispose();
}
