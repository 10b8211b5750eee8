using FluidCloud.Functions.Http.Pipeline;
using FluidCloud.Functions.Http.Sweeppea;
using FluidCloud.Functions.Http.Swiftia;

namespace FluidCloud.Functions.Http;

/// <summary>Which API a path belongs to, be it a route or not: for what is refused before a route is known.</summary>
internal static class Dialects
{
    private static readonly SweeppeaDialect Sweeppea = new();
    private static readonly SwiftiaDialect Swiftia = new();

    /// <param name="path">May be no path at all; the API's own dialect is for all that no other claims.</param>
    public static IDialect Of(string? path)
    {
        return IsBelow("/files/") ? Sweeppea : IsBelow("/api/uploads/") ? Swiftia : FluidCloudDialect.Only;

        bool IsBelow(string folder) => path is not null && path.StartsWith(folder, StringComparison.OrdinalIgnoreCase);
    }
}
