using System.Net;

namespace FluidCloud.Cli;

/// <summary>Sends a request that was rate limited again, when the answer's Retry-After says.</summary>
internal sealed class RateLimitPatience(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        while (true)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests || answer.Headers.RetryAfter?.Delta is not { } pause)
                return answer;
            answer.Dispose();
            await Task.Delay(pause, cancellationToken);
        }
    }
}
