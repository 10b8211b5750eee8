using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;

namespace FluidCloud.Core.Scanning;

/// <summary>Reads the bytes of a file once and returns its SHA-256, its type and the scanner's verdict.</summary>
public sealed class JudgeFile(IBlobStore blobs, IMalwareScanner scanner)
{
    /// <inheritdoc cref="IMalwareScanner.Scan"/>
    public async Task<ScanOutcome.Judged> Run(FileItem file, CancellationToken cancel)
    {
        if (file.Size > scanner.SizeLimit)
            throw new BeyondScanLimitsException($"The file has {file.Size} bytes; the scanner takes {scanner.SizeLimit}.");
        // The bytes were purged since the record was read, or are lost; the audit reports lost bytes.
        await using var stream = new FingerprintStream(async () =>
            await blobs.OpenRead(file.Blob, cancel) ?? throw new InvalidDataException("The file has no bytes."));
        var verdict = await scanner.Scan(file.Blob, stream, cancel);
        var sha256 = await stream.Finish(cancel);
        if (stream.Count != file.Size)
            throw new InvalidDataException($"{stream.Count} of {file.Size} bytes were read.");
        return new(Compare(verdict, file.AnnouncedSha256, sha256), sha256, stream.Type());
    }

    /// <summary>Refuses bytes whose SHA-256 differs from the announced one (statement 233).</summary>
    private static ScanVerdict Compare(ScanVerdict verdict, string? announced, string sha256) =>
        announced is null || announced == sha256 || verdict.Threat is not null
            ? verdict
            : ScanVerdict.Refused("the SHA-256 of the bytes is not the announced one");
}
