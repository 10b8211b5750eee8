using Shouldly;

namespace FluidCloud.Tests.Hosting;

/// <summary>What a user does with folders.</summary>
public static class TenantFolders
{
    public static Task<ApiResponse> PatchAsync(this TenantClient client, string path, object body) => client.SendAsync(HttpMethod.Patch, path, body);

    /// <returns>The id of the folder.</returns>
    public static async Task<string> NewFolderAsync(this TenantClient client, string name, string? parentId = null, string? spaceId = null) =>
        (await client.PostAsync("folders", new { space_id = spaceId ?? await client.SpaceAsync(), name, parent_id = parentId }))
            .ShouldBe(201)["id"].GetString()!;

    /// <summary>Starts an upload and puts its bytes.</summary>
    public static async Task<ApiResponse> BeginUploadIntoAsync(this TenantClient client, string? folderId, string name, int size = 5, string? clientKey = null)
    {
        var ticket = (await client.PostAsync("uploads/initiate",
            new { name, size, space_id = await client.SpaceAsync(), folder_id = folderId, client_key = clientKey })).ShouldBe(200);
        (await TenantClient.PutBytesAsync(ticket, new byte[size])).ShouldBe(201);
        return ticket;
    }

    /// <returns>The id of the file, which is not scanned yet.</returns>
    public static async Task<string> UploadIntoAsync(this TenantClient client, string? folderId, string name, int size = 5, string? clientKey = null) =>
        (await client.CompleteAsync(await client.BeginUploadIntoAsync(folderId, name, size, clientKey))).ShouldBe(200)["id"].GetString()!;

    public static Task WaitForScanAsync(this TenantClient client, string fileId) => TenantClient.UntilAsync($"file {fileId} is scanned", async () =>
        (await client.GetAsync($"files/{fileId}")).ShouldBe(200)["scan_status"].GetString() != "pending");

    /// <returns>The names of the files of a folder, or of the root.</returns>
    public static async Task<IReadOnlyList<string>> FilesInAsync(this TenantClient client, string? folderId) =>
        await client.NamesAsync($"space_id={await client.SpaceAsync()}" + (folderId is null ? "" : $"&folder_id={folderId}"));

    /// <returns>The names of the folders of a folder, or of the root.</returns>
    public static async Task<IReadOnlyList<string>> FoldersInAsync(this TenantClient client, string? folderId) =>
        await client.FolderNamesAsync($"space_id={await client.SpaceAsync()}" + (folderId is null ? "" : $"&parent_id={folderId}"));

    public static async Task<IReadOnlyList<string>> FolderNamesAsync(this TenantClient client, string query) =>
        [.. (await client.GetAsync("folders?" + query)).ShouldBe(200).Json.EnumerateArray().Select(folder => folder.GetProperty("name").GetString()!)];

    public static async Task<string> StatsAsync(this TenantClient client, string folderId) =>
        (await client.GetAsync($"folders/{folderId}/stats")).ShouldBe(200).Text;
}
