using System.Diagnostics;

namespace FluidCloud.Tests.Hosting;

/// <summary>FluidCloud.Functions as it is deployed: published once per run, from what is built.</summary>
internal static class PublishedApp
{
    private static readonly Lazy<Task<string>> Published = new(Publish);

    /// <returns>The folder of the app.</returns>
    public static Task<string> Folder() => Published.Value;

    private static async Task<string> Publish()
    {
        var output = Path.Combine(RepositoryRoot.Path, "FluidCloud.Functions", "bin", "published");
        var configuration = typeof(PublishedApp).Assembly.Location.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";
        using var dotnet = Process.Start(new ProcessStartInfo(
            "dotnet", ["publish", "FluidCloud.Functions", "--no-build", "-c", configuration, "-o", output, "--nologo", "-v", "quiet"])
        {
            WorkingDirectory = RepositoryRoot.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = await Task.WhenAll(dotnet.StandardOutput.ReadToEndAsync(), dotnet.StandardError.ReadToEndAsync());
        await dotnet.WaitForExitAsync();
        return dotnet.ExitCode == 0 ? output : throw new InvalidOperationException($"FluidCloud.Functions could not be published: {string.Concat(said)}");
    }
}
