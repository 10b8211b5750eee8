using System.Globalization;
using System.Text.Json;
using FluidCloud.Core.Owners;
using FluidCloud.Functions.Http.Pipeline;

namespace FluidCloud.Functions.Http.Owners;

/// <summary>The audit log as CSV (RFC 4180).</summary>
internal static class OwnerLogCsv
{
    public const string Names = "at,subject,name,role,action,tenant_id,target,details\r\n";

    public static string LineOf(OwnerLogEntry entry) => string.Join(',', new[]
    {
        entry.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        Field(entry.Subject), Field(entry.Name), Field(entry.Role.ToString()), Field(entry.Action), Field(entry.TenantId?.ToString()), Field(entry.Target),
        Field(entry.Details.Count == 0 ? null : JsonSerializer.Serialize(entry.Details, ApiJson.Options)),
    }) + "\r\n";

    /// <summary>Always in quotes. A text that a spreadsheet would run as a formula gets an apostrophe (OWASP, "CSV Injection").</summary>
    public static string Field(string? text)
    {
        if (text is null or "")
            return "";
        var guarded = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + text : text;
        return "\"" + guarded.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
