using System.Net;
using System.Net.Sockets;

namespace FluidCloud.Core.Imports;

/// <summary>
/// Downloads from the Internet on a caller's behalf. Protects against server-side request forgery: it resolves the name
/// itself and connects to one of the addresses it has checked, because a second resolution could return another one. It
/// sends no cookies, credentials or trace headers and uses no proxy.
/// </summary>
public sealed class SourceClient : IDisposable
{
    private const int MaxRedirects = 5;

    private readonly ImportLimits limits;
    private readonly HttpClient http;

    public SourceClient(ImportLimits limits)
    {
        this.limits = limits;
        // Requests use HTTP/1.1, which is never upgraded to HTTP/3: HTTP/3 would bypass ConnectCallback.
        http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            ConnectCallback = Connect,
        })
        { Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("FluidCloud-Import/1");
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("identity");
    }

    /// <returns>The response, its body not yet read.</returns>
    /// <exception cref="ImportRefusedException">The URL, or one it redirects to, is not allowed.</exception>
    /// <exception cref="HttpRequestException">A transient failure: a retry may succeed.</exception>
    public async Task<HttpResponseMessage> Get(Uri url, CancellationToken cancel)
    {
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            if (SourceUrl.FindProblem(url, limits) is { } problem)
                throw new ImportRefusedException($"The {(redirects > 0 ? "redirect target" : "URL")} {problem}.");
            var answer = await Send(url, cancel);
            if (answer.StatusCode == HttpStatusCode.OK)
                return answer;
            using (answer)
            {
                if (!IsRedirect(answer.StatusCode) || answer.Headers.Location is not { } location)
                    throw Failure(answer.StatusCode);
                url = Uri.TryCreate(url, location, out var next) ? next : throw new ImportRefusedException("The URL redirects to an invalid URL.");
            }
        }
        throw new ImportRefusedException($"The URL redirects more than {MaxRedirects} times.");
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpResponseMessage> Send(Uri url, CancellationToken cancel)
    {
        try
        {
            return await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancel);
        }
        catch (HttpRequestException e) when (e.InnerException is ImportRefusedException refused)
        {
            throw new ImportRefusedException(refused.Message);
        }
    }

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancel);
        var allowed = addresses.Where(limits.MayConnect).ToArray();
        if (allowed.Length == 0)
            throw new ImportRefusedException("The URL does not lead to a public address.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    private static Exception Failure(HttpStatusCode status) => (int)status is 408 or 429 or >= 500
        ? new HttpRequestException(HttpRequestError.Unknown, statusCode: status)
        : new ImportRefusedException($"The server answered {(int)status}, not 200.");
}

/// <summary>The import can never succeed. The message is meant for the caller.</summary>
public sealed class ImportRefusedException(string message) : Exception(message);
