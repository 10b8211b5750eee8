using FluidCloud.Cli;
using FluidCloud.Local.Hosting;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public sealed class StorageOwnerTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Storage_belongs_to_the_first_data_folder_that_claims_it()
    {
        var storage = azurite.TakeAccount();

        await StorageOwner.Claim(storage, "mine", Cancel);
        await StorageOwner.Claim(storage, "mine", Cancel);

        (await Should.ThrowAsync<LocalHostException>(() => StorageOwner.Claim(storage, "yours", Cancel)))
            .Message.ShouldContain("another data folder");
    }

    [Fact]
    public async Task Storage_without_an_owner_is_claimed()
    {
        var storage = azurite.TakeAccount();
        await new Azure.Storage.Blobs.BlobServiceClient(storage).CreateBlobContainerAsync("files", cancellationToken: Cancel);

        await StorageOwner.Claim(storage, "mine", Cancel);

        await Should.ThrowAsync<LocalHostException>(() => StorageOwner.Claim(storage, "yours", Cancel));
    }

    [Fact]
    public void A_data_folder_keeps_its_identity()
    {
        var folder = Directory.CreateTempSubdirectory("fluidcloud-test-").FullName;
        try
        {
            var identity = new DataDirectory(folder).Identity();
            new DataDirectory(folder).Identity().ShouldBe(identity);
            new DataDirectory(folder).Clear();
            new DataDirectory(folder).Identity().ShouldNotBe(identity);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
