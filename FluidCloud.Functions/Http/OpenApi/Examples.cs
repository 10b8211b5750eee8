using System.Text.Json.Nodes;

namespace FluidCloud.Functions.Http.OpenApi;

/// <summary>What the description shows as an example of a field or a parameter, by its name: the same thing everywhere.</summary>
internal static class Examples
{
    private const string Sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private static readonly Dictionary<string, string> ByName = new()
    {
        ["name"] = "report.pdf", ["original_name"] = "report.pdf", ["file_id"] = "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f",
        ["id"] = "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f", ["tenant_id"] = "1b2c3d4e-5f60-4718-92a3-b4c5d6e7f809",
        ["space_id"] = "2c3d4e5f-6071-4829-93b4-c5d6e7f8091a", ["folder_id"] = "3d4e5f60-7182-493a-84c5-d6e7f8091a2b",
        ["parent_id"] = "4e5f6071-8293-4a4b-95d6-e7f8091a2b3c", ["share_id"] = "5f607182-93a4-4b5c-86e7-f8091a2b3c4d",
        ["sweep_id"] = "60718293-a4b5-4c6d-97f8-091a2b3c4d5e", ["sweep"] = "60718293-a4b5-4c6d-97f8-091a2b3c4d5e",
        ["tenant_name"] = "Acme", ["label"] = "Nightly import", ["prefix"] = "fck_live_1a2b", ["key_id"] = Sha256, ["app"] = "crm", ["source_app"] = "crm", ["client_key"] = "invoices/2026/07.pdf",
        ["mime"] = "application/pdf", ["sha256"] = Sha256, ["hash"] = Sha256, ["created_by"] = "fck_live_1a2b", ["key_prefix"] = "fck_live_1a2b",
        ["scopes"] = "files:read", ["required"] = "files:write", ["missing"] = "files:write", ["tags"] = "invoice",
        ["url"] = "https://storage.example/fluidcloud/9f1c2d3e?sig=...", ["key"] = "1b2c3d4e-5f60-4718-92a3-b4c5d6e7f809/9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f",
        ["method"] = "PUT", ["etag"] = "", ["cursor"] = "WyJyZXBvcnQucGRmIiwiOWYxYyJd", ["token"] = "AbC123", ["asset"] = "scalar.1a2b3c4d5e6f7081.js",
        ["state"] = "ok", ["note"] = "", ["side"] = "left", ["text"] = "fluidcloud-erasure-receipt-1\n...",
        ["detail"] = "File not found.", ["error"] = "insufficient_scope", ["message"] = "File not found", ["code"] = "RATE_LIMIT_EXCEEDED",
        ["FileToken"] = "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f", ["ExistingFileToken"] = "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f",
        ["Filename"] = "report.pdf", ["MimeType"] = "application/pdf", ["FileData"] = "SGVsbG8=", ["Message"] = "(OK) File deleted successfully.",
        ["CreationDate"] = "2026-06-23T10:04:11.000Z", ["ExpiresAt"] = "2026-06-23T10:19:11.000Z", ["Mode"] = "preview", ["Url"] = "https://storage.example/fluidcloud/9f1c2d3e?sig=...",
        ["CategoryToken"] = "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f", ["receipt"] = "fluidcloud-erasure-receipt-1\n...", ["checkpoint"] = "erasure-log.example\n1024\n...", ["path"] = "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=", ["tile"] = "0/000", ["Path"] = "1b2c3d4e/9f1c2d3e", ["Encoding"] = "binary", ["fileId"] = "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f",
        ["organizationId"] = "1b2c3d4e-5f60-4718-92a3-b4c5d6e7f809", ["type"] = "image", ["createdAt"] = "2026-06-23T10:04:11Z",
        ["version"] = "0.1.0+602326d", ["thumbnailUrl"] = "https://storage.example/thumbnail", ["description"] = "A report", ["jobId"] = "job-7", ["status"] = "completed",
    };

    /// <returns>null when no example exists for the field.</returns>
    public static JsonNode? Of(string name) => ByName.TryGetValue(name, out var text) ? JsonValue.Create(text) : null;
}
