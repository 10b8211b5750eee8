namespace FluidCloud.Core;

/// <summary>The cause of an error. Each dialect of the HTTP API renders it in its own form.</summary>
public enum ErrorCode
{
    /// <summary>The API key is missing, unknown or revoked.</summary>
    Unauthorized,

    /// <summary>The API key is valid but lacks a scope.</summary>
    InsufficientScope,

    /// <summary>The key is narrowed, and the call needs more of the tenant.</summary>
    OutsideAccess,

    /// <summary>It does not exist or belongs to another tenant; callers can't tell which.</summary>
    NotFound,

    /// <summary>No route matches the path and method.</summary>
    NoRoute,

    /// <summary>A value is invalid, such as a malformed id.</summary>
    Invalid,

    /// <summary>Values contradict each other, or a filter does not exist.</summary>
    BadRequest,

    /// <summary>The request is valid but not in the current state of the file.</summary>
    Conflict,

    /// <summary>The route does not support the file's type.</summary>
    UnsupportedType,

    /// <summary>The storage quota or the limit of expiring links is reached.</summary>
    QuotaExceeded,

    /// <summary>The request body is larger than accepted.</summary>
    TooLarge,

    /// <summary>The URL is longer than accepted.</summary>
    UrlTooLong,

    /// <summary>The headers of the request are larger than accepted.</summary>
    HeadersTooLarge,

    /// <summary>More requests than the key may send in this minute.</summary>
    RateLimited,

    /// <summary>A store failed. Work that has started continues in the background.</summary>
    StorageFailed,

    /// <summary>A store accepts no more requests for now.</summary>
    Busy,

    /// <summary>An internal error.</summary>
    Unforeseen,
}

/// <summary>An outcome that stops a use case. <see cref="Exception.Message"/> is meant for the caller.</summary>
public sealed class FluidCloudException(ErrorCode code, string message, object? detail = null) : Exception(message)
{
    public ErrorCode Code { get; } = code;

    /// <summary>Structured details for the caller; null when the message is enough.</summary>
    public object? Detail { get; } = detail;

    /// <summary>When the same request can succeed; null when waiting does not help.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>The catalogue of errors.</summary>
public static class Errors
{
    public static FluidCloudException Unauthorized() =>
        new(ErrorCode.Unauthorized, "Missing, invalid or revoked API key.");

    /// <summary>An owner route without an owner.</summary>
    public static FluidCloudException NotSignedIn() => new(ErrorCode.Unauthorized, "Sign in as an owner: no valid token and no session.");

    /// <summary>The token of a link, which is used up or was never given out.</summary>
    public static FluidCloudException SignInTokenUsed() => new(ErrorCode.Unauthorized, "This sign-in link was used already, or is not of this run.");

    public static FluidCloudException NeedsRole(string role) => new(ErrorCode.InsufficientScope, $"This needs the role {role}.");

    /// <summary>A change that another page may have made the browser send.</summary>
    public static FluidCloudException ForeignRequest(string problem) => new(ErrorCode.OutsideAccess, problem);

    public static FluidCloudException IssuerUnreachable() =>
        new(ErrorCode.Busy, "The identity provider can't be reached; try again later.") { RetryAfter = TimeSpan.FromSeconds(10) };

    public static FluidCloudException InsufficientScope(IReadOnlyList<string> required, IReadOnlyList<string> missing) =>
        new(ErrorCode.InsufficientScope, $"The API key lacks {string.Join(", ", missing)}.",
            new Dictionary<string, object> { ["error"] = "insufficient_scope", ["required"] = required, ["missing"] = missing });

    /// <summary>The key is good, and whoever runs the deployment has suspended its tenant.</summary>
    public static FluidCloudException TenantSuspended() => new(ErrorCode.OutsideAccess, "The tenant is suspended.",
        new Dictionary<string, object> { ["error"] = "tenant_suspended", ["message"] = "The tenant is suspended." });

    /// <summary>Something of the tenant that the key was narrowed away from (statement 236).</summary>
    public static FluidCloudException OutsideAccess(string message) => new(ErrorCode.OutsideAccess, message,
        new Dictionary<string, object> { ["error"] = "outside_access", ["message"] = message });

    public static FluidCloudException DestinationOutsideAccess() => OutsideAccess("The destination folder is outside your access.");

    public static FluidCloudException RateLimited(int secondsLeft) =>
        new(ErrorCode.RateLimited, "Too many requests — please slow down and try again shortly.")
        {
            RetryAfter = TimeSpan.FromSeconds(secondsLeft),
        };

    public static FluidCloudException TenantNotFound() => new(ErrorCode.NotFound, "Tenant not found.");

    public static FluidCloudException TenantErasing() => new(ErrorCode.Conflict, "The tenant is being erased.");

    public static FluidCloudException ErasureOpen() => new(ErrorCode.Conflict, "Another erasure of this tenant waits or runs.");

    public static FluidCloudException ErasureBegun() => new(ErrorCode.Conflict, "The erasure has begun and can't be cancelled.");

    public static FluidCloudException ErasureNotFound() => new(ErrorCode.NotFound, "Erasure not found.");

    public static FluidCloudException AppNotFound() => new(ErrorCode.NotFound, "The tenant has no files, uploads or keys of this app.");

    public static FluidCloudException KeyNotFound() => new(ErrorCode.NotFound, "Key not found.");

    public static FluidCloudException FileNotFound() => new(ErrorCode.NotFound, "File not found.");

    public static FluidCloudException SpaceNotFound() => new(ErrorCode.NotFound, "Space not found.");

    public static FluidCloudException FolderNotFound() => new(ErrorCode.NotFound, "Folder not found.");

    public static FluidCloudException UploadNotFound() => new(ErrorCode.NotFound, "Upload not found.");

    public static FluidCloudException SweepNotFound() => new(ErrorCode.NotFound, "No such sweep is unfinished.");

    public static FluidCloudException ShareNotFound() => new(ErrorCode.NotFound, "Share not found.");

    /// <summary>For raw links, whatever the cause: visitors learn no more.</summary>
    public static FluidCloudException LinkNotFound() => new(ErrorCode.NotFound, "Link not found.");

    public static FluidCloudException ReceiptNotFound() => new(ErrorCode.NotFound, "No erasure receipt: no file with this id was purged.");

    public static FluidCloudException ReceiptNotInLog() =>
        new(ErrorCode.Conflict, "The receipt is not in the erasure log yet; try again in a minute.") { RetryAfter = TimeSpan.FromSeconds(30) };

    public static FluidCloudException NotInLog() => new(ErrorCode.NotFound, "The erasure log has no such checkpoint, tile or timestamp.");

    public static FluidCloudException NoDashboard() =>
        new(ErrorCode.NoRoute, "This host has no dashboard: run npm ci and npm run build in the folder dashboard, then build the host again.");

    public static FluidCloudException RouteNotFound() => new(ErrorCode.NoRoute, "No such route.");

    public static FluidCloudException Invalid(string field, string problem) => new(ErrorCode.Invalid, $"{field}: {problem}.");

    public static FluidCloudException BadRequest(string message) => new(ErrorCode.BadRequest, message);

    public static FluidCloudException NotClean(string scanStatus) =>
        new(ErrorCode.Conflict, $"File is not ready yet (scan_status='{scanStatus}'); must be 'clean'.");

    public static FluidCloudException NotShareable(string scanStatus) =>
        new(ErrorCode.Conflict, $"File is not shareable yet (scan_status='{scanStatus}'); must be 'clean'.");

    public static FluidCloudException InTrash() => new(ErrorCode.Conflict, "File is in Trash; restore it first.");

    public static FluidCloudException NotInTrash() => new(ErrorCode.Conflict, "File is not in Trash.");

    public static FluidCloudException FolderInTrash() => new(ErrorCode.Conflict, "Folder is in Trash; restore it first.");

    public static FluidCloudException FolderNotInTrash() => new(ErrorCode.Conflict, "Folder is not in Trash.");

    public static FluidCloudException DestinationInTrash() => new(ErrorCode.Conflict, "The destination folder is in Trash.");

    public static FluidCloudException TooManyInTrash() =>
        BadRequest("Too many trashed files precede this page: empty Trash.");

    public static FluidCloudException OtherSpace() => BadRequest("The destination folder is in a different space.");

    public static FluidCloudException IntoItself() => BadRequest("A folder can't be moved into itself or into a folder below it.");

    public static FluidCloudException TooDeep(int limit) => BadRequest($"Folders can't be nested deeper than {limit}.");

    public static FluidCloudException SpaceNotEmpty() =>
        new(ErrorCode.Conflict, "The space is not empty: it holds files, folders, Trash or unfinished uploads.");

    public static FluidCloudException BytesMissing() =>
        new(ErrorCode.Conflict, "This upload has no bytes yet: PUT them to its URL, then complete it.");

    public static FluidCloudException PartsMissing(IReadOnlyList<int> parts) => new(ErrorCode.Conflict,
        $"Parts are missing or have the wrong size: {string.Join(", ", parts.Take(20))}{(parts.Count > 20 ? $" and {parts.Count - 20} more" : "")}. "
        + "PUT them to their URLs, then complete the upload.");

    public static FluidCloudException NotInParts() =>
        new(ErrorCode.Conflict, "This upload goes in one piece: it has no parts.");

    public static FluidCloudException UploadTooOld() =>
        new(ErrorCode.Conflict, "This upload began too long ago to go on; start a new one.");

    public static FluidCloudException StillJoining() =>
        new(ErrorCode.StorageFailed, "The parts are being joined; complete the upload again in a moment.");

    public static FluidCloudException QuotaExceeded(long limit, long used, long reserved, long requested) =>
        new(ErrorCode.QuotaExceeded, "The storage pool is full.", new Dictionary<string, object>
        {
            ["error"] = "quota_exceeded",
            ["bytes_limit"] = limit,
            ["bytes_used"] = used,
            ["bytes_reserved"] = reserved,
            ["bytes_requested"] = requested,
        });

    public static FluidCloudException LinkQuotaExceeded(long limit, long used) =>
        new(ErrorCode.QuotaExceeded, "No more expiring links are allowed.", new Dictionary<string, object>
        {
            ["error"] = "quota_exceeded",
            ["links_limit"] = limit,
            ["links_used"] = used,
        });

    public static FluidCloudException BodyTooLarge(long limit) =>
        new(ErrorCode.TooLarge, $"The request body is larger than {limit} bytes.");

    public static FluidCloudException SizeDiffers(long announced, long stored) =>
        Invalid("size", $"{announced} bytes were announced and {stored} were stored; the upload was discarded, start a new one");

    public static FluidCloudException RequestUnreadable() =>
        BadRequest("The request is not valid HTTP: its first line, its path or a header can't be read.");

    public static FluidCloudException UrlTooLong() => new(ErrorCode.UrlTooLong, "The URL is too long.");

    public static FluidCloudException HeadersTooLarge() => new(ErrorCode.HeadersTooLarge, "The headers are too large.");

    public static FluidCloudException BodyUnreadable() => BadRequest("The request body could not be read.");

    public static FluidCloudException Busy(TimeSpan retryAfter) =>
        new(ErrorCode.Busy, "The service is busy; try again later.") { RetryAfter = retryAfter };

    /// <param name="correlation">The id that finds the cause in the log.</param>
    public static FluidCloudException Unforeseen(string correlation) =>
        new(ErrorCode.Unforeseen, $"Internal server error (correlation id {correlation}).");

    public static FluidCloudException UnfitBytes(string flaw) =>
        new(ErrorCode.Invalid, $"The bytes were stored as {flaw}; the upload was discarded, start a new one with the headers of its ticket.");

    /// <param name="mime">null when unknown.</param>
    public static FluidCloudException NoPreviewOfType(string? mime) =>
        new(ErrorCode.UnsupportedType, $"Files of type {mime ?? "unknown"} have no preview.");

    public static FluidCloudException NoPreview(string reason) => new(ErrorCode.Invalid, $"The preview could not be created: {reason}.");

    public static FluidCloudException PreviewUnderWay() =>
        new(ErrorCode.Busy, "The preview is not ready yet; try again in a moment.") { RetryAfter = TimeSpan.FromSeconds(5) };

    public static FluidCloudException NotErasedYet() =>
        new(ErrorCode.StorageFailed, "The file is deleted. Erasing its bytes failed and continues in the background.");
}
