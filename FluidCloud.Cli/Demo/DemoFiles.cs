using FluidCloud.Local.Hosting;

namespace FluidCloud.Cli.Demo;

/// <summary>The regular files below a folder, in the order of their paths. Symbolic links are not followed.</summary>
internal sealed class DemoFiles
{
    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    /// <summary>What building and running leave in a source tree.</summary>
    private static readonly HashSet<string> NotSources = [".git", ".fluidcloud", ".fluidcloud-cosmos", "bin", "obj", "node_modules", "TestResults"];

    private readonly List<LocalFile> found = [];
    private readonly List<string> skipped = [];

    private DemoFiles(string root) => Root = root;

    public string Root { get; }
    public IReadOnlyList<LocalFile> Found => found;

    /// <summary>What could not be read, with the reason.</summary>
    public IReadOnlyList<string> Skipped => skipped;

    /// <exception cref="LocalHostException">There is no such folder, or no file in it.</exception>
    public static DemoFiles Below(string directory, DataDirectory data) => Find(directory, data, leaveOut: []);

    /// <inheritdoc cref="Below"/>
    public static DemoFiles OfThisRepository(string root, DataDirectory data) => Find(root, data, NotSources);

    private static DemoFiles Find(string directory, DataDirectory data, HashSet<string> leaveOut)
    {
        var root = new DirectoryInfo(directory);
        if (!root.Exists)
            throw new LocalHostException($"There is no folder {directory}.");
        var files = new DemoFiles(root.FullName);
        files.Walk(root, data, leaveOut);
        if (files.found.Count == 0)
            throw new LocalHostException($"There is no file to upload in {directory}.");
        files.found.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return files;
    }

    private void Walk(DirectoryInfo root, DataDirectory data, HashSet<string> leaveOut)
    {
        var pending = new Stack<DirectoryInfo>([root]);
        while (pending.TryPop(out var directory))
        {
            Try(directory, () =>
            {
                foreach (var entry in directory.EnumerateFileSystemInfos("*", Everything))
                {
                    if (entry is FileInfo file)
                        Try(file, () => found.Add(new(file.FullName, PathOf(file), file.Length)));
                    // The files of the data folder change while the demo runs.
                    else if (!leaveOut.Contains(entry.Name) && !data.Is(entry.FullName))
                        pending.Push((DirectoryInfo)entry);
                }
            });
        }
    }

    private void Try(FileSystemInfo entry, Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            skipped.Add($"{PathOf(entry)}: {e.Message}");
        }
    }

    private string PathOf(FileSystemInfo entry) => Path.GetRelativePath(Root, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
}

/// <param name="Path">Below the folder, with '/'.</param>
internal sealed record LocalFile(string FullName, string Path, long Size)
{
    public string Name => System.IO.Path.GetFileName(FullName);
}
