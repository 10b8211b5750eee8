using System.Globalization;
using FluidCloud.Core;
using FluidCloud.Core.Access;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>Counts a request in its windows, and tells the client what is left in the headers of the answer, whatever that is.</summary>
public sealed class RequestRate(IRateLimiter limiter, TimeProvider time)
{
    /// <exception cref="FluidCloudException">429; the headers describe the exhausted window (statements 35, 177).</exception>
    public async Task Count(Caller caller, RateLimit? extra, IDialect dialect, HttpContext http)
    {
        await Take(RateLimit.Requests);
        if (extra is { } specific)
            await Take(specific);

        async Task Take(RateLimit limit)
        {
            var window = await limiter.Take(caller.KeyId, limit, http.RequestAborted);
            Show(window, dialect.ResetOf(window.EndsAt), http.Response.Headers);
            if (window.Exceeded)
                throw Errors.RateLimited(window.SecondsLeft(time.GetUtcNow()));
        }
    }

    /// <remarks>Only Retry-After is independent of the client's clock.</remarks>
    private static void Show(RateWindow window, long reset, IHeaderDictionary headers)
    {
        headers["X-RateLimit-Limit"] = Text(window.Limit);
        headers["X-RateLimit-Remaining"] = Text(window.Remaining);
        headers["X-RateLimit-Reset"] = Text(reset);

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
