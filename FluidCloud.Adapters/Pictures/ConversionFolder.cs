namespace FluidCloud.Adapters.Pictures;

/// <summary>The temporary folder of one conversion, removed at its end. What a killed host left behind, the next one removes at its start.</summary>
internal sealed class ConversionFolder : IDisposable
{
    private const string Prefix = "fluidcloud-preview-";

    /// <summary>Longer than any conversion may take.</summary>
    private static readonly TimeSpan LeftBehind = TimeSpan.FromMinutes(10);

    private ConversionFolder(string path) => Path = path;

    public string Path { get; }

    public static ConversionFolder Create() => new(Directory.CreateTempSubdirectory(Prefix).FullName);

    /// <summary>Removes the folders of conversions that are long over.</summary>
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
                // Another host of this machine was faster, or it is another user's: then that one removes it.
            }
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
