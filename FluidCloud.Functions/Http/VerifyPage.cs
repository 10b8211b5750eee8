using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http;

/// <summary>The page on which a person checks a proof: one file that also works when it was saved. It may run its own script, and reach nothing.</summary>
internal static class VerifyPage
{
    private static readonly Lazy<string> Html = new(Read);

    /// <summary>Of the script, so that no other runs.</summary>
    private static readonly Lazy<string> ScriptHash = new(() => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script(Html.Value)))));

    public static IResult Show(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy =
            $"default-src 'none'; script-src 'sha256-{ScriptHash.Value}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "public, max-age=300";
        return Results.Content(Html.Value, "text/html; charset=utf-8");
    }

    internal static string Script(string html) => html.Split("<script>")[1].Split("</script>")[0];

    private static string Read()
    {
        using var stream = typeof(VerifyPage).Assembly.GetManifestResourceStream("verify.html")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n"); // Browsers normalise line ends before they hash.
    }
}
