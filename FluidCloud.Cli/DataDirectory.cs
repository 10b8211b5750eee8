namespace FluidCloud.Cli;

/// <summary>Where the local host keeps what it has on this machine: <c>FLUIDCLOUD_DATA</c>, or <c>.fluidcloud</c> here.</summary>
internal sealed class DataDirectory
{
    private readonly string root;

    public static string DefaultFolder =>
        Path.TrimEndingDirectorySeparator(Environment.GetEnvironmentVariable("FLUIDCLOUD_DATA") is { Length: > 0 } folder ? folder : ".fluidcloud");

    public DataDirectory(string folder)
    {
        root = Path.GetFullPath(folder);
        Directory.CreateDirectory(root);
    }

    public string MetadataFile => Path.Combine(root, "metadata.db");
    public string Azurite => Path.Combine(root, "azurite");
    public string ClamAv => Path.Combine(root, "clamav");

    /// <summary>The key of the demo tenant: shown again at the next run, which the stored hash does not allow.</summary>
    public string DemoKey => Path.Combine(root, "demo-key");

    /// <summary>The key that signs links, made at the first run: with another one no link would open any more.</summary>
    public string LinkKey => Path.Combine(root, "link-key");

    /// <summary>The key that signs the erasure log, made at the first run: with another one it could not go on.</summary>
    public string LogKey => Path.Combine(root, "log-key");

    /// <summary>What a demo expects at its end, so that it can be checked later.</summary>
    public string DemoExpectation => Path.Combine(root, "demo.json");

    /// <summary>What the host prints that a demo has started.</summary>
    public string DemoHostOutput => Path.Combine(root, "demo-host.log");

    /// <summary>What tells this folder from any other, also after it was moved: made when it is first asked for.</summary>
    public string Identity()
    {
        var file = Path.Combine(root, "identity");
        if (!File.Exists(file))
            File.WriteAllText(file, Guid.NewGuid().ToString());
        return File.ReadAllText(file);
    }

    public bool Is(string directory) => Path.GetFullPath(directory) == root;

    /// <summary>An empty file that only its owner can read.</summary>
    public static FileStream CreatePrivate(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, options);
    }

    public void Clear()
    {
        Directory.Delete(root, recursive: true);
        Directory.CreateDirectory(root);
    }
}
