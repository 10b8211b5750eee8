using FluidCloud.Core;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>
/// What differs between the HTTP APIs: where the key is in a request, and the shape of errors. Everything else is the same
/// for all (<see cref="ApiPipeline"/>).
/// </summary>
public interface IDialect
{
    /// <returns>null when the request has no key in the form of this API.</returns>
    string? KeyOf(HttpRequest request);

    /// <param name="response">Has <c>Retry-After</c> already, where it applies.</param>
    IResult Fail(FluidCloudException error, HttpResponse response);

    /// <summary>The value of <c>X-RateLimit-Reset</c>: Unix seconds, as GitHub's clients know it.</summary>
    long ResetOf(DateTimeOffset windowEnds) => windowEnds.ToUnixTimeSeconds();
}
