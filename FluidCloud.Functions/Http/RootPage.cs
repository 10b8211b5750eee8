using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http;

/// <summary>The page at the root: what this service is, and links to its documentation.</summary>
internal static class RootPage
{
    public static IResult Show(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        return Results.Content(Html, "text/html; charset=utf-8");
    }

    private const string Html = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>FluidCloud</title>
        <style>
          :root { color-scheme: light dark; }
          body { font: 16px/1.6 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem; }
          h1 { font-size: 1.6rem; margin-bottom: 0; }
          dt { font-weight: 600; margin-top: 1rem; }
          dd { margin: 0; }
          code { font: 0.9em ui-monospace, monospace; }
        </style>
        <h1>FluidCloud</h1>
        <p>File storage with Trash, restore, and permanent deletion that one can check.</p>
        <dl>
          <dt>API</dt>
          <dd><code>/api/v1</code>, with a key in <code>X-API-Key</code> or <code>Authorization: Bearer</code></dd>
          <dt>Documentation</dt>
          <dd><a href="/docs">/docs</a>: every route, to read and to try. <a href="/openapi.json">/openapi.json</a>: the same for machines (OpenAPI 3.1).</dd>
          <dt>Owners</dt>
          <dd><a href="/dashboard">/dashboard</a>: for who runs this deployment.</dd>
          <dt>Health</dt>
          <dd><a href="/health/live">/health/live</a>: the process runs. <a href="/health/ready">/health/ready</a>: its dependencies work.</dd>
          <dt>Erasures</dt>
          <dd><a href="/erasure-log/verify">/erasure-log/verify</a>: check the proof that a file was erased. <a href="/erasure-log/checkpoint">/erasure-log/checkpoint</a>: the newest state of the log.</dd>
        </dl>
        """;
}
