using FluidCloud.Functions.Http.Pipeline;
using FluidCloud.Functions.Http.Sweeppea;
using FluidCloud.Functions.Http.Swiftia;

namespace FluidCloud.Functions.Http;

/// <summary>Finds the API that a path belongs to, for requests that are refused before routing.</summary>
internal static class Dialects
{
    private static readonly SweeppeaDialect Sweeppea = new();
    private static readonly SwiftiaDialect Swiftia = new();

    /// <param name="path">Any text. Paths that no other API claims belong to the FluidCloud API.</param>
    public static IDialect Of(string? path)
    {
        return IsBelow("/files/") ? Sweeppea : IsBelow("/api/uploads/") ? Swiftia : FluidCloudDialect.Only;

        bool IsBelow(string folder) => path is not null && path.StartsWith(folder, StringComparison.OrdinalIgnoreCase);
    }
}
