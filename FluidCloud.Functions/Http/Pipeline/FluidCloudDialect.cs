using FluidCloud.Core;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>The API's own way: a key in either header, and errors that are always <c>{"detail": ...}</c>.</summary>
internal sealed class FluidCloudDialect : IDialect
{
    public static readonly FluidCloudDialect Only = new();

    /// <summary>The key of <c>X-API-Key</c>, else the Bearer token (statements 2, 3). A blank header, as of an unset variable, is none.</summary>
    public string? KeyOf(HttpRequest request) =>
        request.Headers["X-API-Key"].ToString() is var key && !string.IsNullOrWhiteSpace(key) ? key : BearerToken.Of(request);

    public IResult Fail(FluidCloudException error, HttpResponse response)
    {
        if (error.Code == ErrorCode.Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        var answer = new Dictionary<string, object> { ["detail"] = error.Detail ?? error.Message };
        return Results.Json(answer, ApiJson.Options, statusCode: ErrorStatus.Of(error.Code));
    }
}
