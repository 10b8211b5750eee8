using System.CommandLine;
using FluidCloud.Cli;
using FluidCloud.Cli.Admin;
using FluidCloud.Local.Hosting;
using FluidCloud.Tests.Hosting;
using Microsoft.Data.Sqlite;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>An old metadata file beside newer bytes, receipts and revocations, as after a restore from a backup.</summary>
public sealed class RestoredMetadataTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private readonly LocalApp app = new(azurite);

    public ValueTask InitializeAsync() => app.InitializeAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Nothing_is_served_until_the_erasures_are_replayed()
    {
        Assert.SkipWhen(app.Metadata is not MetadataPlace.SqliteFile, "needs a metadata file that the test can put back: not on Cosmos DB.");
        var metadata = ((MetadataPlace.SqliteFile)app.Metadata).Path;
        var client = await app.NewTenantAsync();
        var (erased, kept) = (await client.UploadAsync("erased.txt", "erased"u8.ToArray()), await client.UploadAsync("kept.txt", "kept"u8.ToArray()));
        var link = await client.ShareAsync(kept);
        await app.RunMaintenanceAsync();
        var backup = BackUp(metadata);

        (await client.DeleteAsync($"gdpr/files/{erased}")).ShouldBe(204);
        await app.AppendReceiptsAsync();
        var receipt = (await client.GetAsync($"gdpr/receipts/{erased}")).ShouldBe(200).Text;
        var uploaded = await client.UploadAsync("later.txt", "later"u8.ToArray());
        app.Clock.Skip(TimeSpan.FromMinutes(11));
        await app.RunMaintenanceAsync();
        await app.WhileStoppedAsync(() => PutBack(backup, metadata));

        (await client.GetAsync($"files/{erased}")).ShouldBe(503);
        (await client.GetAsync("spaces")).ShouldBe(503);
        (await client.OpenAsync(link)).ShouldBe(503);
        using var http = new HttpClient();
        var readiness = await http.GetAsync(new Uri(app.BaseAddress, "health/ready"), TestContext.Current.CancellationToken);
        ((int)readiness.StatusCode).ShouldBe(503);
        (await readiness.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("replay-erasures");

        var (code, output, remarks) = (0, "", "");
        await app.WhileStoppedAsync(async () => (code, output, remarks) = await Run("replay-erasures"));

        remarks.ShouldContain("1 files erased again, 1 receipts put back");
        (code, output.TrimEnd()).ShouldBe((1, $"{client.Tenant}/{uploaded}"), remarks);
        (await client.GetAsync($"files/{erased}")).ShouldBe(404);
        (await client.GetAsync($"files/{kept}")).ShouldBe(200);
        (await client.GetAsync($"gdpr/receipts/{erased}")).ShouldBe(200).Text.ShouldBe(receipt);
        (await client.OpenAsync(link)).ShouldBe(200);

        await app.WhileStoppedAsync(async () => (code, output, remarks) = await Run("erase-unknown"));
        (code, remarks.TrimEnd()).ShouldBe((0, "The audit of each tenant erases them tonight."));
    }

    private static string BackUp(string metadata)
    {
        using var connection = new SqliteConnection($"Data Source={metadata};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO $copy";
        command.Parameters.AddWithValue("$copy", metadata + ".backup");
        command.ExecuteNonQuery();
        return metadata + ".backup";
    }

    private static Task PutBack(string backup, string metadata)
    {
        foreach (var suffix in new[] { "-wal", "-shm" })
            File.Delete(metadata + suffix);
        File.Move(backup, metadata, overwrite: true);
        return Task.CompletedTask;
    }

    private async Task<(int Code, string Output, string Remarks)> Run(string command)
    {
        var root = new Command("run");
        StoreOptions.Configure(root);
        root.Subcommands.Add(AdminCommand.Build(_ => app.Metadata));
        var (output, remarks) = (new StringWriter(), new StringWriter());
        var code = await root.Parse(["admin", command, "--storage", app.StorageConnection]).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = remarks, EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), remarks.ToString());
    }
}
