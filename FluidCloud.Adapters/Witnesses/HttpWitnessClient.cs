using FluidCloud.Core.ErasureLog;

namespace FluidCloud.Adapters.Witnesses;

/// <summary>Witnesses over HTTP: <c>POST {prefix}/add-checkpoint</c>.</summary>
public sealed class HttpWitnessClient : IWitnessClient, IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        MaxResponseContentBufferSize = SignedNote.MaxBytes,
    };

    public async Task<WitnessAnswer> AddCheckpoint(Uri prefix, string body, CancellationToken cancel)
    {
        using var content = new StringContent(body);
        using var response = await http.PostAsync(new Uri($"{prefix.AbsoluteUri.TrimEnd('/')}/add-checkpoint"), content, cancel);
        return new((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancel));
    }

    public void Dispose() => http.Dispose();
}
