using System.Net;
using System.Net.Sockets;
using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using FluidCloud.Adapters.Azure;
using FluidCloud.Core;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Jobs;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

/// <summary>What callers see of a storage account that does not do its part: "not now", and soon.</summary>
public sealed class StorageClientsTests : IDisposable
{
    private static readonly BlobName Name = new(Id.New<TenantId>(), Id.New<FileId>());

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private int connections;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public StorageClientsTests() => listener.Start();

    public void Dispose() => listener.Dispose();

    [Fact]
    public async Task Storage_that_never_answers_is_busy_after_three_tries()
    {
        _ = Answer(answer: null);
        await Should.ThrowAsync<StoreBusyException>(() => Blobs().Find(Name, Cancel));
        connections.ShouldBe(3);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task Storage_that_says_not_now_is_busy(int status)
    {
        _ = Answer($"HTTP/1.1 {status} Not now\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        (await Should.ThrowAsync<StoreBusyException>(() => Blobs().Erase(Name, Cancel))).RetryAfter.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_queue_that_breaks_off_is_busy()
    {
        _ = Answer("HTTP/1.1 20");
        await Should.ThrowAsync<StoreBusyException>(() => Queue().Send(new ScanJob(Name.Tenant, Name.File), Cancel));
    }

    [Fact]
    public async Task Storage_that_is_not_there_is_busy()
    {
        var blobs = Blobs();
        listener.Stop();
        await Should.ThrowAsync<StoreBusyException>(() => blobs.Find(Name, Cancel));
    }

    [Fact]
    public async Task An_answer_stays_an_answer()
    {
        _ = Answer("HTTP/1.1 404 Not found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        (await Blobs().Find(Name, Cancel)).ShouldBeNull();
        connections.ShouldBe(1);
    }

    /// <summary>As Azure refuses a copy: https://learn.microsoft.com/rest/api/storageservices/status-and-error-codes2.</summary>
    [Theory]
    [InlineData(400)]
    [InlineData(503)]
    public async Task A_refusal_is_told_by_its_code_and_not_by_what_it_repeats(int status)
    {
        const string Body = "<?xml version=\"1.0\"?><Error><Code>InvalidHeaderValue</Code><Message>No.</Message>"
            + "<HeaderName>x-ms-copy-source</HeaderName><HeaderValue>https://account.example/parts/a?sig=secret</HeaderValue></Error>";
        _ = Answer($"HTTP/1.1 {status} No\r\nx-ms-error-code: InvalidHeaderValue\r\nContent-Type: application/xml\r\n"
            + $"Content-Length: {Body.Length}\r\nConnection: close\r\n\r\n{Body}");

        var failure = await Should.ThrowAsync<Exception>(() => Blobs().Erase(Name, Cancel));

        (failure as RequestFailedException ?? (RequestFailedException)failure.InnerException!).ErrorCode.ShouldBe("InvalidHeaderValue");
        failure.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_told_so()
    {
        _ = Answer(answer: null);
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await Should.ThrowAsync<OperationCanceledException>(() => Blobs(TimeSpan.FromSeconds(60)).Find(Name, gone.Token));
    }

    private AzureBlobStore Blobs(TimeSpan? networkTimeout = null)
    {
        var service = new BlobServiceClient(Connection, StorageClients.ForBlobs(networkTimeout ?? TimeSpan.FromMilliseconds(200)));
        return new(service, new(service, TimeProvider.System));
    }

    private AzureJobQueue Queue() => new(new QueueServiceClient(Connection, StorageClients.ForQueues(TimeSpan.FromSeconds(5))), TimeProvider.System);

    private string Connection
    {
        get
        {
            var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/account";
            return $"AccountName=account;AccountKey=a2V5;BlobEndpoint={address};QueueEndpoint={address};";
        }
    }

    /// <param name="answer">null keeps every connection open and says nothing.</param>
    private async Task Answer(string? answer)
    {
        var open = new List<TcpClient>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(Cancel);
                Interlocked.Increment(ref connections);
                open.Add(client);
                if (answer is null)
                    continue;
                await client.GetStream().ReadAtLeastAsync(new byte[8192], 1, cancellationToken: Cancel);
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer), Cancel);
                client.Dispose();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            open.ForEach(client => client.Dispose()); // The test is over.
        }
    }
}
