using System.Net;
using System.Text;
using Azure;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using FluidCloud.Adapters.Azure;
using FluidCloud.Adapters.Defender;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Scanning;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

/// <summary>The tags of Defender for Storage: in Azurite, which keeps tags, and as Azure's documents show its answers.</summary>
public sealed class DefenderScannerTests(AzuriteFixture azurite)
{
    private static readonly BlobName Name = new(new(Guid.NewGuid()), new(Guid.NewGuid()));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_blob_is_clean_once_Defender_says_so_and_not_before()
    {
        var service = new BlobServiceClient(azurite.TakeAccount());
        var blob = await Store(service);
        var scanner = new DefenderScanner(service, new());

        await Should.ThrowAsync<ScanUnderWayException>(() => Scan(scanner));
        await blob.SetTagsAsync(new Dictionary<string, string> { ["Malware Scanning scan time UTC"] = "2026-11-26 10:00:00Z" }, cancellationToken: Cancel);
        await Should.ThrowAsync<ScanUnderWayException>(() => Scan(scanner));
        await blob.SetTagsAsync(new Dictionary<string, string> { [DefenderTags.Result] = "No threats found", [DefenderTags.Time] = "2026-11-26 10:00:00Z" }, cancellationToken: Cancel);
        (await Scan(scanner)).ShouldBe(ScanVerdict.Clean);
        await blob.SetTagsAsync(new Dictionary<string, string> { [DefenderTags.Result] = "Malicious" }, cancellationToken: Cancel);
        (await Scan(scanner)).Threat.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_blob_that_is_gone_is_no_verdict_and_reading_tags_is_checked()
    {
        var service = new BlobServiceClient(azurite.TakeAccount());
        await service.GetBlobContainerClient(AzureBlobStore.Container).CreateIfNotExistsAsync(cancellationToken: Cancel);
        var scanner = new DefenderScanner(service, new());

        await Should.ThrowAsync<InvalidDataException>(() => Scan(scanner));
        (await scanner.Check(Cancel)).ShouldBeNull();
        scanner.SizeLimit.ShouldBe(2L << 30);
    }

    [Fact]
    public async Task Answers_as_Azure_documents_them_are_understood()
    {
        const string Tags = """
            <?xml version="1.0" encoding="utf-8"?><Tags><TagSet><Tag><Key>Malware Scanning scan result</Key><Value>{0}</Value></Tag><Tag><Key>Malware Scanning scan time UTC</Key><Value>2026-11-26 10:01:02Z</Value></Tag></TagSet></Tags>
            """;

        (await Scan(Answering(HttpStatusCode.OK, Tags.Replace("{0}", "No threats found", StringComparison.Ordinal)))).ShouldBe(ScanVerdict.Clean);
        (await Scan(Answering(HttpStatusCode.OK, Tags.Replace("{0}", "Malicious", StringComparison.Ordinal)))).Threat.ShouldNotBeNull();
        (await Scan(Answering(HttpStatusCode.OK, Tags.Replace("{0}", "Not Scanned", StringComparison.Ordinal)))).Refusal.ShouldNotBeNull();
        await Should.ThrowAsync<ScanUnderWayException>(() => Scan(Answering(HttpStatusCode.OK, """<?xml version="1.0" encoding="utf-8"?><Tags><TagSet /></Tags>""")));
    }

    /// <summary>An identity without the right to read tags: nothing is clean, and the readiness answer says so.</summary>
    [Fact]
    public async Task An_identity_that_may_not_read_tags_gives_no_verdict()
    {
        var scanner = Answering(HttpStatusCode.Forbidden, "<Error><Code>AuthorizationPermissionMismatch</Code></Error>");

        (await Should.ThrowAsync<RequestFailedException>(() => Scan(scanner))).Status.ShouldBe(403);
        await Should.ThrowAsync<RequestFailedException>(() => scanner.Check(Cancel));
    }

    private static async Task<BlobClient> Store(BlobServiceClient service)
    {
        var container = service.GetBlobContainerClient(AzureBlobStore.Container);
        await container.CreateIfNotExistsAsync(cancellationToken: Cancel);
        var blob = container.GetBlobClient(Name.ToString());
        await blob.UploadAsync(BinaryData.FromString("Hello"), Cancel);
        return blob;
    }

    private static Task<ScanVerdict> Scan(DefenderScanner scanner) => scanner.Scan(Name, Stream.Null, Cancel);

    private static DefenderScanner Answering(HttpStatusCode status, string body)
    {
        var options = StorageClients.ForBlobs();
        options.Transport = new HttpClientTransport(new HttpClient(new FixedAnswer(status, body)));
        return new(new BlobServiceClient(new Uri("https://account.blob.core.windows.net"), options), new());
    }

    private sealed class FixedAnswer(HttpStatusCode status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri!.Query.ShouldContain("comp=tags");
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/xml") });
        }
    }
}
