using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Scanning;

namespace FluidCloud.Adapters.ClamAv;

/// <summary>
/// Scans with clamd, by INSTREAM over TCP: chunks preceded by their length, and a length of 0 at the end (clamd(8),
/// "COMMANDS").
/// </summary>
public sealed class ClamAvScanner(ClamAvSettings settings) : IMalwareScanner
{
    private const int ChunkSize = 128 * 1024;
    private const int LengthSize = sizeof(int);
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    public long? SizeLimit => settings.MaxBytes;

    public string Kind => "clamav";

    /// <summary>Scans a few harmless bytes and returns the date of the signatures.</summary>
    public async Task<string?> Check(CancellationToken cancel)
    {
        using var harmless = new MemoryStream("Harmless"u8.ToArray());
        var verdict = await Scan(default, harmless, cancel);
        if (verdict != ScanVerdict.Clean)
            throw new InvalidOperationException($"clamd found {verdict} in harmless bytes.");
        return ClamAvReply.SignaturesOf(await Version(cancel));
    }

    public async Task<ScanVerdict> Scan(BlobName blob, Stream bytes, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(settings.TimeLimit);
        try
        {
            using var client = new TcpClient { NoDelay = true };
            await Connect(client, limit.Token);
            var members = new ZipMemberSizes();
            var verdict = await Ask(client.GetStream(), bytes, members, limit.Token);
            // clamd 1.4 skips an archive member above its MaxFileSize without reporting it, even with AlertExceedsMax.
            return verdict == ScanVerdict.Clean && members.Largest > settings.MaxBytes
                ? throw new BeyondScanLimitsException($"A member of the archive has {members.Largest} bytes, more than {settings.MaxBytes}.")
                : verdict;
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException($"clamd gave no verdict within {settings.TimeLimit}.", e);
        }
    }

    private async Task Connect(TcpClient client, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(ConnectLimit);
        await client.ConnectAsync(settings.Host!, settings.Port, limit.Token);
    }

    private async Task<string> Version(CancellationToken cancel)
    {
        using var client = new TcpClient { NoDelay = true };
        await Connect(client, cancel);
        await client.GetStream().WriteAsync("zVERSION\0"u8.ToArray(), cancel);
        return await ClamAvReply.Read(client.GetStream(), cancel);
    }

    private static async Task<ScanVerdict> Ask(NetworkStream connection, Stream bytes, ZipMemberSizes members, CancellationToken cancel)
    {
        var sent = await Send(connection, bytes, members, cancel);
        return ClamAvReply.Judge(await ClamAvReply.Read(connection, cancel), sent);
    }

    /// <returns>false when clamd replied or closed the connection before the end; its reply tells why.</returns>
    private static async Task<bool> Send(NetworkStream connection, Stream bytes, ZipMemberSizes members, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LengthSize + ChunkSize);
        try
        {
            if (!await TryWrite(connection, "zINSTREAM\0"u8.ToArray(), cancel))
                return false;
            while (!connection.DataAvailable)
            {
                var read = await bytes.ReadAsync(buffer.AsMemory(LengthSize, ChunkSize), cancel);
                members.Add(buffer.AsSpan(LengthSize, read));
                BinaryPrimitives.WriteInt32BigEndian(buffer, read);
                if (!await TryWrite(connection, buffer.AsMemory(0, LengthSize + read), cancel))
                    return false;
                if (read == 0)
                    return true;
            }
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<bool> TryWrite(NetworkStream connection, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            await connection.WriteAsync(bytes, cancel);
            return true;
        }
        catch (IOException)
        {
            return false; // It has closed the connection.
        }
    }
}
