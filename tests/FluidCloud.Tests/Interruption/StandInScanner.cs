using FluidCloud.Core.Blobs;
using FluidCloud.Core.Scanning;

namespace FluidCloud.Tests.Interruption;

/// <summary>Judges as it is told to.</summary>
internal sealed class StandInScanner : IMalwareScanner
{
    /// <summary>The built-in check, unless a test says otherwise.</summary>
    public Func<BlobName, Stream, CancellationToken, Task<ScanVerdict>> Judge { get; set; } = new EicarScanner().Scan;

    public string Kind => "stand-in";

    public Task<ScanVerdict> Scan(BlobName blob, Stream bytes, CancellationToken cancel) => Judge(blob, bytes, cancel);

    public Task<string?> Check(CancellationToken cancel) => Task.FromResult<string?>(null);
}
