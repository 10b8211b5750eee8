using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using FluidCloud.Core.ErasureLog;

namespace FluidCloud.Adapters.Timestamps;

/// <summary>A timestamp authority over HTTP (RFC 3161, section 3.4). What it answers must be over the data that was sent, and carry the nonce.</summary>
public sealed class HttpTimestampAuthority : ITimestampAuthority, IDisposable
{
    private const int NonceBytes = 16;

    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        MaxResponseContentBufferSize = 64 * 1024,
        Timeout = TimeSpan.FromSeconds(20),
    };

    /// <exception cref="CryptographicException">It refuses, or its answer is not about this request.</exception>
    public async Task<byte[]> Stamp(Uri url, byte[] data, CancellationToken cancel)
    {
        var nonce = RandomNumberGenerator.GetBytes(NonceBytes);
        var request = Rfc3161TimestampRequest.CreateFromData(data, HashAlgorithmName.SHA256, nonce: nonce, requestSignerCertificates: true);
        using var content = new ByteArrayContent(request.Encode());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
        using var response = await http.PostAsync(url, content, cancel);
        response.EnsureSuccessStatusCode();
        var token = request.ProcessResponse(await response.Content.ReadAsByteArrayAsync(cancel), out _);
        return token.VerifySignatureForData(data, out _)
            ? token.AsSignedCms().Encode()
            : throw new CryptographicException("The token of the timestamp authority is not signed by the certificate that came with it.");
    }

    public void Dispose() => http.Dispose();
}
