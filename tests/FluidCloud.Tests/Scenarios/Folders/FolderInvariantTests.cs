using System.Collections.Concurrent;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>Random operations on a small tree by several callers at once. Whatever they met, the counters equal a recount.</summary>
public class FolderInvariantTests(LocalApp app) : IClassFixture<LocalApp>
{
    private const int Callers = 6;
    private const int Steps = 60;

    /// <summary>What a caller may meet when others change the same tree. Anything else is a fault.</summary>
    private static readonly int[] Expected = [200, 201, 204, 400, 404, 409];

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Totals_equal_a_recount_after_random_operations_at_once(int seed)
    {
        var client = await app.NewTenantAsync();
        await client.SpaceAsync();
        var folders = new ConcurrentQueue<string>();
        var files = new ConcurrentQueue<string>();
        for (var number = 0; number < 5; number++)
            folders.Enqueue(await client.NewFolderAsync($"branch-{number}", folders.LastOrDefault()));

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var random = new Random((seed * 100) + caller);
            for (var step = 0; step < Steps; step++)
                await OperateAsync(client, random, folders, files);
        }, TestContext.Current.CancellationToken)));
        (await client.SweptAsync()).ShouldAllBe(sweep => sweep.GetProperty("state").GetString() == "done");

        var state = await StoredState.OfAsync(client);
        state.ShouldBeExact();
        await ShouldBeShownAsStored(client, state);

        foreach (var folder in state.Folders.Where(folder => folder.ParentId is null && folder.DeletedAt is null))
            (await client.DeleteAsync($"folders/{folder.Id}")).ShouldBe(200);
        await client.TrashAsync((await StoredState.OfAsync(client)).Files.Select(file => file.Id));
        (await StoredState.OfAsync(client)).ShouldBeExact();
        (await client.DeleteAsync("gdpr/trash")).ShouldBe(200)["files"].GetInt64().ShouldBe(state.Files.Count);
        (await client.SweptAsync()).ShouldAllBe(sweep => sweep.GetProperty("state").GetString() == "done");
        var left = await StoredState.OfAsync(client);
        left.ShouldBeBare();
        left.ShouldBeExact();
    }

    private static async Task OperateAsync(TenantClient client, Random random, ConcurrentQueue<string> folders, ConcurrentQueue<string> files)
    {
        var space = await client.SpaceAsync();
        var folder = Pick(folders, random);
        var file = Pick(files, random);
        var answer = random.Next(100) switch
        {
            < 12 => await Made(folders, await client.PostAsync("folders",
                new { space_id = space, name = "folder", parent_id = random.Next(4) == 0 ? null : folder })),
            < 37 => await UploadAsync(client, files, space, random.Next(5) == 0 ? null : folder, random.Next(100)),
            < 47 => await client.PatchAsync($"folders/{folder}", new { parent_id = random.Next(3) == 0 ? null : Pick(folders, random) }),
            < 57 => await client.PatchAsync($"files/{file}", new { folder_id = random.Next(4) == 0 ? null : folder }),
            < 66 => await client.DeleteAsync($"folders/{folder}"),
            < 76 => await client.PostAsync($"folders/{folder}/restore"),
            < 83 => await client.DeleteAsync($"files/{file}"),
            < 91 => await client.PostAsync($"files/{file}/restore"),
            < 96 => await client.DeleteAsync($"gdpr/files/{file}"),
            _ => await client.DeleteAsync(random.Next(2) == 0 ? "gdpr/trash" : $"gdpr/trash?space_id={space}"),
        };
        Expected.ShouldContain((int)answer.Status, answer.Text);
    }

    private static async Task<ApiResponse> UploadAsync(TenantClient client, ConcurrentQueue<string> files, string space, string? folder, int size)
    {
        var ticket = await client.PostAsync("uploads/initiate", new { name = "file", size, space_id = space, folder_id = folder });
        if ((int)ticket.Status != 200)
            return ticket;
        (await TenantClient.PutBytesAsync(ticket, new byte[size])).ShouldBe(201);
        return await Made(files, (await client.CompleteAsync(ticket)).ShouldBe(200));
    }

    private static Task<ApiResponse> Made(ConcurrentQueue<string> ids, ApiResponse answer)
    {
        if ((int)answer.Status is 200 or 201)
            ids.Enqueue(answer["id"].GetString()!);
        return Task.FromResult(answer);
    }

    private static string Pick(ConcurrentQueue<string> ids, Random random) =>
        ids.ToArray() is { Length: > 0 } known ? known[random.Next(known.Length)] : Guid.Empty.ToString();

    /// <summary>A plain model of what readers should see: whoever has a trashed ancestor, or was trashed himself, is in Trash.</summary>
    private static async Task ShouldBeShownAsStored(TenantClient client, StoredState state)
    {
        var space = await client.SpaceAsync();
        var folders = state.Folders.ToDictionary(folder => folder.FolderId);
        foreach (var folder in state.Folders)
        {
            var shown = (await client.GetAsync($"folders/{folder.Id}")).ShouldBe(200);
            (shown["deleted_at"].GetString() is null).ShouldBe(IsLive(folder));
            var files = state.Files.Count(file => file.IsLive && file.FolderId == folder.FolderId);
            (await client.NamesAsync($"space_id={space}&folder_id={folder.Id}")).Count.ShouldBe(IsLive(folder) ? files : 0);
            var inner = state.Folders.Count(child => child.DeletedAt is null && child.ParentId == folder.FolderId);
            (await client.FoldersInAsync(folder.Id)).Count.ShouldBe(IsLive(folder) ? inner : 0);
        }
        foreach (var file in state.Files)
        {
            var live = file.DeletedAt is null && (file.FolderId is not { } folder || IsLive(folders[folder]));
            ((await client.GetAsync($"files/{file.Id}")).ShouldBe(200)["deleted_at"].GetString() is null).ShouldBe(live);
        }
        (await client.NamesAsync("trash=true")).Count.ShouldBe(state.Files.Count(file => file.DeletedAt is not null));
        (await client.FolderNamesAsync("trash=true")).Count.ShouldBe(state.Folders.Count(folder => folder.DeletedAt is not null));
        (await client.FilesInAsync(null)).Count.ShouldBe(state.Files.Count(file => file is { IsLive: true, FolderId: null }));

        bool IsLive(Core.Folders.Folder folder) =>
            folder.DeletedAt is null && (folder.ParentId is not { } parent || IsLive(folders[parent]));
    }
}
