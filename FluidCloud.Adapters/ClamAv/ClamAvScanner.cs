using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using FluidCloud.Core.Scanning;

namespace FluidCloud.Adapters.ClamAv;

/// <summary>
/// Has clamd judge bytes, by INSTREAM over TCP: chunks with their length before them, and a length of 0 at the end
/// (clamd(8), "COMMANDS").
/// </summary>
public sealed class ClamAvScanner(ClamAvSettings settings) : IMalwareScanner
{
    private const int ChunkSize = 128 * 1024;
    private const int LengthSize = sizeof(int);
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    public long? SizeLimit => settings.MaxBytes;

    public async Task<ScanVerdict> Scan(Stream bytes, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(settings.TimeLimit);
        try
        {
            using var client = new TcpClient { NoDelay = true };
            await Connect(client, limit.Token);
            return await Ask(client.GetStream(), bytes, limit.Token);
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

    private static async Task<ScanVerdict> Ask(NetworkStream connection, Stream bytes, CancellationToken cancel)
    {
        var sent = await Send(connection, bytes, cancel);
        return ClamAvReply.Judge(await ClamAvReply.Read(connection, cancel), sent);
    }

    /// <returns>false when clamd answered, or closed, before the end: then its answer says why.</returns>
    private static async Task<bool> Send(NetworkStream connection, Stream bytes, CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LengthSize + ChunkSize);
        try
        {
            if (!await TryWrite(connection, "zINSTREAM\0"u8.ToArray(), cancel))
                return false;
            while (!connection.DataAvailable)
            {
                var read = await bytes.ReadAsync(buffer.AsMemory(LengthSize, ChunkSize), cancel);
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
