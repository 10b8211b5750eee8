namespace FluidCloud.Adapters.Pictures;

/// <summary>
/// The temporary folder of a conversion, removed when it ends. A host removes the leftovers of a killed host at startup.
/// </summary>
internal sealed class ConversionFolder : IDisposable
{
    private const string Prefix = "fluidcloud-preview-";

    /// <summary>Longer than any conversion may take.</summary>
    private static readonly TimeSpan LeftBehind = TimeSpan.FromMinutes(10);

    private ConversionFolder(string path) => Path = path;

    public string Path { get; }

    public static ConversionFolder Create() => new(Directory.CreateTempSubdirectory(Prefix).FullName);

    /// <summary>Removes the folders of old conversions.</summary>
    public static void RemoveLeftovers(DateTime now)
    {
        foreach (var folder in new DirectoryInfo(System.IO.Path.GetTempPath()).EnumerateDirectories(Prefix + "*"))
        {
            try
            {
                if (folder.LastWriteTimeUtc < now - LeftBehind)
                    folder.Delete(recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another host on this machine was faster, or the folder belongs to another user.
            }
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
