using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Scalar.AspNetCore;

namespace FluidCloud.Functions.Http.OpenApi;

/// <summary>
/// The page that shows the description, with the script of Scalar from its package. (The package's own endpoint mapping can't be
/// used, because routes are functions.) The page loads nothing from other hosts and sends them nothing.
/// </summary>
internal static class DocsPage
{
    public static readonly (string Name, byte[] Packed) Program = Load();

    /// <summary>Scalar needs inline styles. It is configured without workers, telemetry and web fonts.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Off: whatever talks to Scalar's own services.</summary>
    private const string Configuration =
        """{"withDefaultFonts":false,"telemetry":false,"agent":{"disabled":true},"mcp":{"disabled":true},"hideClientButton":true,"showDeveloperTools":"never","persistAuth":false}""";

    public static IResult Show(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        return Results.Content($"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>FluidCloud API</title>
            <link rel="icon" href="data:,">
            <body>
            <script id="api-reference" type="application/json" data-url="/openapi.json" data-configuration="{Configuration.Replace("\"", "&quot;", StringComparison.Ordinal)}"></script>
            <script src="/docs/{Program.Name}"></script>
            """, "text/html; charset=utf-8");
    }

    private static (string Name, byte[] Packed) Load()
    {
        using var resource = typeof(ScalarOptions).Assembly.GetManifestResourceStream("ScalarStaticAssets.scalar.js")
            ?? throw new InvalidOperationException("Scalar.AspNetCore holds its program under another name.");
        var packed = new byte[resource.Length];
        resource.ReadExactly(packed);
        return ($"scalar.{Convert.ToHexStringLower(SHA256.HashData(packed))[..16]}.js", packed);
    }
}
