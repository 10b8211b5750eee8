using FluidCloud.Core;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>
/// What one of the HTTP APIs does in its own way: where a request has its key, and how it is told what went wrong. Everything
/// else on a request's way is the same for all (<see cref="ApiPipeline"/>).
/// </summary>
public interface IDialect
{
    /// <returns>null when the request brings none, or not in the form that this API asks for.</returns>
    string? KeyOf(HttpRequest request);

    /// <param name="response">Has <c>Retry-After</c> already where waiting helps.</param>
    IResult Fail(FluidCloudException error, HttpResponse response);

    /// <summary>The value of <c>X-RateLimit-Reset</c>: Unix seconds, as GitHub's clients know it.</summary>
    long ResetOf(DateTimeOffset windowEnds) => windowEnds.ToUnixTimeSeconds();
}
