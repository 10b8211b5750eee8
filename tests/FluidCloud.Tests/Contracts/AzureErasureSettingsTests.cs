using Azure;
using FluidCloud.Adapters.Azure;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

/// <summary>What the account keeps, as the resource provider tells it ("Blob Services - Get Service Properties").</summary>
public sealed class AzureErasureSettingsTests
{
    private const string Account = "/subscriptions/1/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{}", false, "off")]
    [InlineData("""{"isVersioningEnabled":false,"deleteRetentionPolicy":{"enabled":false},"restorePolicy":{"enabled":false}}""", false, "off")]
    [InlineData("""{"isVersioningEnabled":true}""", true, "blob versioning.")]
    [InlineData("""{"deleteRetentionPolicy":{"enabled":true,"days":7}}""", true, "blob soft delete.")]
    [InlineData("""{"containerDeleteRetentionPolicy":{"enabled":true},"restorePolicy":{"enabled":true}}""", true, "container soft delete, point-in-time restore.")]
    public async Task What_keeps_deleted_bytes_is_named(string properties, bool keeps, string note)
    {
        await using var server = await AzureResourcesServer.Start();
        server.Resources[$"{Account}/blobServices/default?api-version=2025-06-01"] = $$"""{"properties":{{properties}}}""";

        var state = await new AzureErasureSettings(Account, server.Open()).Read(Cancel);

        state.KeepsDeletedBytes.ShouldBe(keeps);
        state.Note.ShouldContain(note);
    }

    [Fact]
    public async Task Without_the_right_to_read_it_is_unknown()
    {
        await using var server = await AzureResourcesServer.Start();

        (await Should.ThrowAsync<RequestFailedException>(() => new AzureErasureSettings(Account, server.Open()).Read(Cancel))).Status.ShouldBe(403);
    }
}
