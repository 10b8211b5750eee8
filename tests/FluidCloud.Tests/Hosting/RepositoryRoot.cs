using System.Reflection;

namespace FluidCloud.Tests.Hosting;

/// <summary>For tests that read the sources or the documentation.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == nameof(RepositoryRoot)).Value!;
}
