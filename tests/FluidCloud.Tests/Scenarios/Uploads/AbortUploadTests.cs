using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class AbortUploadTests(PartsApp app) : IClassFixture<PartsApp>
{
    [Theory, InlineData(10), InlineData(1000)]
    public async Task An_aborted_upload_leaves_neither_bytes_nor_reservation(int size)
    {
        var client = await app.NewTenantAsync(bytesLimit: size);
        var ticket = (await client.InitiateAsync("a.bin", size)).ShouldBe(200);
        (await SendSomeAsync(ticket)).ShouldBe(201);

        (await client.DeleteAsync($"uploads/{ticket["file_id"]}")).ShouldBe(204).Text.ShouldBeEmpty();

        (await StoredBytes.Blobs(client)).ShouldBeEmpty();
        (await StoredBytes.Parts(client)).ShouldBeEmpty();
        (await client.InitiateAsync("b.bin", size)).ShouldBe(200);
        (await client.CompleteAsync(ticket)).ShouldFail(404);
        (await client.GetAsync($"files/{ticket["file_id"]}")).ShouldFail(404);
        (await client.DeleteAsync($"uploads/{ticket["file_id"]}")).ShouldFail(404);
    }

    [Theory, InlineData(10), InlineData(1000)]
    public async Task What_was_on_its_way_when_the_upload_was_aborted_is_erased_in_the_end(int size)
    {
        var client = await app.NewTenantAsync();
        var ticket = (await client.InitiateAsync("a.bin", size)).ShouldBe(200);
        (await client.DeleteAsync($"uploads/{ticket["file_id"]}")).ShouldBe(204);
        (await SendSomeAsync(ticket)).ShouldBe(201);

        app.Clock.Skip(TimeSpan.FromHours(25));
        await app.RunMaintenanceAsync();

        (await StoredBytes.Blobs(client)).ShouldBeEmpty();
        (await StoredBytes.Parts(client)).ShouldBeEmpty();
    }

    [Fact, Contract(173, 222)]
    public async Task What_is_unknown_completed_or_another_tenants_is_not_found()
    {
        var client = await app.NewTenantAsync();
        var file = await client.UploadAsync();
        var foreign = (await (await app.NewTenantAsync()).InitiateAsync("a.bin", 10)).ShouldBe(200);

        (await client.DeleteAsync($"uploads/{Guid.NewGuid()}")).ShouldFail(404);
        (await client.DeleteAsync($"uploads/{file}")).ShouldFail(404);
        (await client.DeleteAsync($"uploads/{foreign["file_id"]}")).ShouldFail(404);
        (await client.DeleteAsync("uploads/nonsense")).ShouldFail(422, "file_id");
        (await client.GetAsync($"files/{file}")).ShouldBe(200);
    }

    [Fact]
    public async Task Of_an_abort_and_a_completion_at_once_one_wins()
    {
        var client = await app.NewTenantAsync();
        for (var round = 0; round < 10; round++)
        {
            var ticket = (await client.InitiateAsync("a.bin", 1000)).ShouldBe(200);
            for (var number = 1; number <= 3; number++)
                (await TenantClient.PutPartAsync(ticket, number, new byte[number < 3 ? 400 : 200])).ShouldBe(201);

            var completing = client.CompleteAsync(ticket);
            var aborted = (int)(await client.DeleteAsync($"uploads/{ticket["file_id"]}")).Status == 204;
            await completing;

            (await client.GetAsync($"files/{ticket["file_id"]}")).ShouldBe(aborted ? 404 : 200);
        }
        var files = (await client.NamesAsync($"space_id={await client.SpaceAsync()}")).Count;
        (await client.BytesUsedAsync()).ShouldBe(files * 1000);
        app.Clock.Skip(TimeSpan.FromHours(25));
        await app.RunMaintenanceAsync();
        (await StoredBytes.Blobs(client)).Count.ShouldBe(files);
    }

    private static Task<int> SendSomeAsync(ApiResponse ticket) => ticket["url"].GetString() is null
        ? TenantClient.PutPartAsync(ticket, 1, new byte[400])
        : TenantClient.PutBytesAsync(ticket, new byte[10]);
}
