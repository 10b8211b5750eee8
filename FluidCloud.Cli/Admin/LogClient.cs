using System.Net;
using FluidCloud.Core.ErasureLog;

namespace FluidCloud.Cli.Admin;

/// <summary>Fetches the checkpoint and the tiles of a log over HTTP.</summary>
internal sealed class LogClient : IDisposable
{
    private readonly HttpClient http = new() { MaxResponseContentBufferSize = SignedNote.MaxBytes, Timeout = TimeSpan.FromSeconds(30) };

    /// <exception cref="VerdictException">The text is not a URL.</exception>
    public LogClient(string url)
    {
        if (!Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new VerdictException(Verdict.Unreadable, $"'{url}' is not an http or https URL.");
        http.BaseAddress = address;
    }

    /// <returns>null when the log answers 404.</returns>
    /// <exception cref="VerdictException">There is no response, or not that of a log.</exception>
    public async Task<byte[]?> Fetch(string path, CancellationToken cancel)
    {
        try
        {
            using var response = await http.GetAsync(path, cancel);
            if (response.StatusCode == HttpStatusCode.NotFound)
                return null;
            response.EnsureSuccessStatusCode();
            return await response.Content.ReadAsByteArrayAsync(cancel);
        }
        catch (Exception e) when (e is HttpRequestException || e is TaskCanceledException && !cancel.IsCancellationRequested)
        {
            throw new VerdictException(Verdict.Unreadable, $"{new Uri(http.BaseAddress!, path)} can't be fetched: {e.Message}");
        }
    }

    public void Dispose() => http.Dispose();
}
