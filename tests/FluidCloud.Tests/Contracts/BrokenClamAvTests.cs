using System.Net;
using System.Net.Sockets;
using System.Text;
using FluidCloud.Adapters.ClamAv;
using FluidCloud.Core.Scanning;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

/// <summary>A clamd that does not do its part. Whatever it does, nothing is called clean.</summary>
public sealed class BrokenClamAvTests
{
    private const int MiB = 1024 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task One_that_closes_at_once() => NoVerdict<IOException>(_ => Task.CompletedTask);

    [Fact]
    public Task One_that_closes_in_the_middle() => NoVerdict<IOException>(async connection =>
        await connection.ReadExactlyAsync(new byte[200_000], Cancel));

    [Fact]
    public Task One_that_is_cut_off_within_its_answer() => NoVerdict<IOException>(async connection =>
    {
        await ReadToEnd(connection);
        await connection.WriteAsync("stream: OK"u8.ToArray(), Cancel);
    });

    [Fact]
    public Task One_that_says_OK_before_it_has_everything() => NoVerdict<InvalidDataException>(async connection =>
    {
        await connection.ReadExactlyAsync(new byte[10], Cancel);
        await connection.WriteAsync("stream: OK\0"u8.ToArray(), Cancel);
        await connection.CopyToAsync(Stream.Null, Cancel);
    });

    [Fact]
    public Task One_that_fails() => NoVerdict<InvalidDataException>(async connection =>
    {
        await ReadToEnd(connection);
        await connection.WriteAsync("stream: Can't open file or directory ERROR\0"u8.ToArray(), Cancel);
    });

    [Fact]
    public Task One_whose_answer_never_ends() => NoVerdict<IOException>(async connection =>
    {
        await ReadToEnd(connection);
        await connection.WriteAsync(Encoding.ASCII.GetBytes("stream: " + new string('A', MiB)), Cancel);
    });

    [Fact]
    public Task One_that_takes_everything_and_says_nothing() =>
        NoVerdict<TimeoutException>(connection => connection.CopyToAsync(Stream.Null, Cancel), TimeSpan.FromSeconds(1));

    [Fact]
    public Task One_that_takes_nothing() =>
        NoVerdict<TimeoutException>(_ => Task.Delay(Timeout.Infinite, Cancel), TimeSpan.FromSeconds(1));

    [Fact]
    public async Task One_that_is_not_there()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        await Should.ThrowAsync<SocketException>(() => Scan(port, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_no_time_limit()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        var scanner = new ClamAvScanner(new() { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port });

        var scan = scanner.Scan(default, new MemoryStream([1]), stop.Token);
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => scan);
    }

    private static async Task NoVerdict<T>(Func<NetworkStream, Task> behave, TimeSpan? timeLimit = null) where T : Exception
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        var serving = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync(Cancel);
            await behave(client.GetStream()).WaitAsync(stop.Token);
        }, Cancel);

        await Should.ThrowAsync<T>(() => Scan(((IPEndPoint)listener.LocalEndpoint).Port, timeLimit ?? TimeSpan.FromSeconds(30)));

        await stop.CancelAsync();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static Task<ScanVerdict> Scan(int port, TimeSpan timeLimit) =>
        new ClamAvScanner(new() { Host = "127.0.0.1", Port = port, TimeLimit = timeLimit }).Scan(default, new MemoryStream(new byte[20 * MiB]), Cancel);

    /// <summary>The command, the chunks and the length of 0 that ends them.</summary>
    private static async Task ReadToEnd(NetworkStream connection)
    {
        await connection.ReadExactlyAsync(new byte["zINSTREAM\0".Length], Cancel);
        for (var length = new byte[4]; ;)
        {
            await connection.ReadExactlyAsync(length, Cancel);
            if (BitConverter.ToInt32(length) == 0)
                return;
            await connection.ReadExactlyAsync(new byte[System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(length)], Cancel);
        }
    }
}
