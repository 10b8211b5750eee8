using System.Buffers;
using System.Text;
using FluidCloud.Core.Blobs;

namespace FluidCloud.Core.Scanning;

/// <summary>
/// Detects only the EICAR test string, anywhere in the bytes. It demonstrates the scan pipeline and protects against
/// nothing.
/// </summary>
public sealed class EicarScanner : IMalwareScanner
{
    // Split in two, so that malware scanners do not flag this source file.
    private static readonly byte[] Signature = Encoding.ASCII.GetBytes(
        @"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*");

    public string Kind => "builtin";

    public Task<string?> Check(CancellationToken cancel) =>
        Task.FromResult<string?>("The built-in EICAR check: it finds the test file and no malware.");

    public async Task<ScanVerdict> Scan(BlobName blob, Stream bytes, CancellationToken cancel)
    {
        var overlap = Signature.Length - 1;
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            for (var kept = 0; ;)
            {
                var read = await bytes.ReadAsync(buffer.AsMemory(kept), cancel);
                if (read == 0)
                    return ScanVerdict.Clean;
                var window = buffer.AsSpan(0, kept + read);
                if (window.IndexOf(Signature) >= 0)
                    return new("Eicar-Test-Signature");
                // The signature may start at the end of this chunk and continue in the next.
                kept = Math.Min(overlap, window.Length);
                window[^kept..].CopyTo(buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
