namespace FluidCloud.Functions.Http.OpenApi;

/// <summary>When a status is answered, where a route does not say it itself.</summary>
internal static class StatusWords
{
    /// <summary>The same on the routes of owners.</summary>
    public static string OfOwners(int status) => status switch
    {
        401 => "No session, and no good token.",
        403 => "The role may not do this, or the request comes from another site.",
        404 => "Not there, or of another tenant; or this deployment has no owners.",
        _ => Of(status),
    };

    public static string Of(int status) => status switch
    {
        200 => "Done.",
        201 => "Made.",
        202 => "Begun; it goes on in the background.",
        204 => "Done; there is nothing to tell.",
        400 => "Values that do not go together, or one that does not exist.",
        401 => "No key, an unknown one, or a revoked one.",
        402 => "The storage pool has no room, or there are as many expiring links as are allowed.",
        403 => "The key lacks a scope, or is narrowed and the call needs more.",
        404 => "Not there, or another tenant's.",
        409 => "Not in the present state.",
        412 => "The condition of the request does not hold.",
        413 => "The body is too large.",
        415 => "There is no preview of files of this type.",
        416 => "The file has no such range.",
        422 => "A value that can't be right.",
        429 => "Too many requests in this minute.",
        500 => "Our fault.",
        503 => "A store is busy, or did not do its part; what was begun goes on.",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "has no words yet."),
    };
}
