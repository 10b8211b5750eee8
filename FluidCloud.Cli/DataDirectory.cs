namespace FluidCloud.Cli;

/// <summary>The data folder of the local host: <c>FLUIDCLOUD_DATA</c>, or <c>.fluidcloud</c> in the current folder.</summary>
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

    /// <summary>The key of the demo tenant, kept to show it again at the next start: the store has only its hash.</summary>
    public string DemoKey => Path.Combine(root, "demo-key");

    /// <summary>The key that signs links, created at the first start. With another key, existing links would stop working.</summary>
    public string LinkKey => Path.Combine(root, "link-key");

    /// <summary>The key that signs the erasure log, created at the first start. The log can't continue with another key.</summary>
    public string LogKey => Path.Combine(root, "log-key");

    /// <summary>The expected end state of the last demo, for a later check.</summary>
    public string DemoExpectation => Path.Combine(root, "demo.json");

    /// <summary>The output of the host that a demo started.</summary>
    public string DemoHostOutput => Path.Combine(root, "demo-host.log");

    /// <summary>A random id of the folder, which stays when the folder is moved. Created at the first use.</summary>
    public string Identity()
    {
        var file = Path.Combine(root, "identity");
        if (!File.Exists(file))
            File.WriteAllText(file, Guid.NewGuid().ToString());
        return File.ReadAllText(file);
    }

    public bool Is(string directory) => Path.GetFullPath(directory) == root;

    /// <summary>Creates an empty file that only its owner can read.</summary>
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
