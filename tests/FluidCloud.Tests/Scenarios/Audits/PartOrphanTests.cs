using FluidCloud.Core;
using FluidCloud.Core.Audits;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Uploads;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>A class of its own: storage goes by its own clock, so the application's must not have been moved before.</summary>
public class PartOrphanTests(PartsApp app) : IClassFixture<PartsApp>
{
    [Fact]
    public async Task Parts_that_no_upload_knows_are_erased_by_the_audit_joined_or_not()
    {
        var client = await app.NewTenantAsync();
        var (loose, joined, known) = (await StartAsync(client), await StartAsync(client), await StartAsync(client));
        (await TenantClient.PutPartAsync(loose, 1, new byte[PartsApp.PartSize])).ShouldBe(201);
        (await TenantClient.PutAsync(BlobOf(joined), new byte[9], "x-ms-blob-type: BlockBlob")).ShouldBe(201);
        (await TenantClient.PutPartAsync(known, 1, new byte[PartsApp.PartSize])).ShouldBe(201);
        await LoseAsync(loose);
        await LoseAsync(joined);
        (await AuditAsync()).OrphanBlobs.ShouldBe(0);
        (await StoredBytes.Parts(client)).Count.ShouldBe(3);

        app.Clock.Skip(AuditTenant.SafetyAge + TimeSpan.FromMinutes(1));

        (await AuditAsync()).OrphanBlobs.ShouldBe(2);
        (await StoredBytes.Parts(client)).ShouldBe([known["key"].GetString()!]);

        Task<AuditFindings> AuditAsync() => app.Services.GetRequiredService<AuditTenant>().Run(new(client.Tenant), TestContext.Current.CancellationToken);

        async Task LoseAsync(ApiResponse ticket)
        {
            var metadata = app.Services.GetRequiredService<IMetadataStore>();
            var id = Upload.IdOf(Id.Parse<FileId>(ticket["file_id"].GetString()));
            var upload = await metadata.Read<Upload>(Partitions.Of(client.Tenant), id, TestContext.Current.CancellationToken);
            (await metadata.Commit(Partitions.Of(client.Tenant), [Change.Delete(upload!)], TestContext.Current.CancellationToken)).Succeeded.ShouldBeTrue();
        }
    }

    private static async Task<ApiResponse> StartAsync(TenantClient client) => (await client.InitiateAsync("large.bin", 1000)).ShouldBe(200);

    /// <summary>What the holder of a part's URL can sign for besides: the blob that the parts are kept under.</summary>
    private static string BlobOf(ApiResponse ticket) => ticket["parts"][0].GetProperty("url").GetString()!.Split("&comp=")[0];
}
