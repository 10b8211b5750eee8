using System.Net;
using System.Text.Json;
using FluidCloud.Core;
using FluidCloud.Core.Keys;
using FluidCloud.Local.Hosting;
using FluidCloud.Tests.Hosting;
using Microsoft.Azure.Functions.Worker;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>Keys that open a part of a tenant. Every route is walked with each kind, naming what lies outside.</summary>
[Contract(235, 236)]
public class NarrowKeyTests(LocalApp app) : IClassFixture<LocalApp>
{
    public enum Bound
    {
        Space,
        Folder,
        App,
    }

    /// <summary>What lies outside of a key, and inside.</summary>
    private sealed record Scene(TenantClient Owner, TenantClient Key, string Inside, string File, string Folder, string Space, string Share, ApiResponse Upload);

    /// <summary>What routes answer that do not say 404 about what is outside: they concern the whole tenant, or name nothing.</summary>
    private static readonly Dictionary<(Bound, string), int> Otherwise = new()
    {
        [(Bound.Space, "CreateSpace")] = 403,
        // The space of the folder is seen, its root is not.
        [(Bound.Folder, "CreateSpace")] = 403, [(Bound.Folder, "GetSpace")] = 200, [(Bound.Folder, "PatchSpace")] = 403,
        [(Bound.Folder, "DeleteSpace")] = 403, [(Bound.Folder, "ListFiles")] = 200, [(Bound.Folder, "ListFolders")] = 200,
        [(Bound.Folder, "EmptyTrash")] = 403, [(Bound.Folder, "GetTrash")] = 403,
        // Spaces and folders belong to every app: they are seen, and can't be changed.
        [(Bound.App, "CreateSpace")] = 403, [(Bound.App, "GetSpace")] = 200, [(Bound.App, "PatchSpace")] = 403, [(Bound.App, "DeleteSpace")] = 403,
        [(Bound.App, "ListFiles")] = 200, [(Bound.App, "ListFolders")] = 200, [(Bound.App, "CreateFolder")] = 201, [(Bound.App, "GetFolder")] = 200,
        [(Bound.App, "PatchFolder")] = 403, [(Bound.App, "TrashFolder")] = 403, [(Bound.App, "RestoreFolder")] = 403, [(Bound.App, "GetFolderStats")] = 403,
        [(Bound.App, "EmptyTrash")] = 403, [(Bound.App, "GetTrash")] = 403, [(Bound.App, "InitiateUpload")] = 403, [(Bound.App, "ImportUrl")] = 403,
    };

    private static readonly Dictionary<string, Func<Scene, (string Query, object? Body)>> BesideThePath = new()
    {
        ["ListFiles"] = scene => ($"?space_id={scene.Space}", null),
        ["ListFolders"] = scene => ($"?space_id={scene.Space}", null),
        ["CreateFolder"] = scene => ("", new { space_id = scene.Space, name = "a" }),
        ["CreateSpace"] = _ => ("", new { name = "a", app = "other" }),
        ["PatchFile"] = _ => ("", new { original_name = "a" }),
        ["PatchFolder"] = _ => ("", new { name = "a" }),
        ["PatchSpace"] = _ => ("", new { name = "a" }),
        ["ResolveFile"] = _ => ("?client_key=outside", null),
        ["EmptyTrash"] = scene => ($"?space_id={scene.Space}", null),
        ["GetTrash"] = scene => ($"?space_id={scene.Space}", null),
        ["ListReceipts"] = scene => ($"?sweep={scene.File}", null),
        ["CreateShare"] = scene => ("", new { file_id = scene.File }),
        ["ListShares"] = scene => ($"?file_id={scene.File}", null),
        ["InitiateUpload"] = scene => ("", new { name = "a", size = 1, space_id = scene.Space, app = "other" }),
        ["ImportUrl"] = scene => ("", new { url = "http://example.com/a", space_id = scene.Space, app = "other" }),
        ["CompleteUpload"] = scene => ("", new { file_id = scene.Upload["file_id"].GetString(), key = scene.Upload["key"].GetString() }),
        ["SignUploadParts"] = _ => ("", new { part_numbers = new[] { 1 } }),
        ["TrashFiles"] = scene => ("", new { file_ids = new[] { scene.File } }),
        ["RestoreFiles"] = scene => ("", new { file_ids = new[] { scene.File } }),
        ["PurgeFiles"] = scene => ("", new { file_ids = new[] { scene.File } }),
        ["DeleteSweeppeaFile"] = scene => ("", new { FileToken = scene.File }),
        ["GetSweeppeaFileUrl"] = scene => ("", new { FileToken = scene.File }),
        ["UploadSweeppeaFile"] = _ => ("", new { Filename = "a.txt", FileData = "YQ==" }),
    };

    /// <summary>Routes that show what there is: nothing of what is outside.</summary>
    private static readonly string[] Lists =
        ["ListSpaces", "GetQuota", "GetMe", "ListReceipts", "FetchSweeppeaFiles", "ListSwiftiaFiles", "UploadSweeppeaFile"];

    private static readonly string[] ManyFiles = ["TrashFiles", "RestoreFiles", "PurgeFiles"];

    public static TheoryData<Bound, string, string, string> Walk
    {
        get
        {
            var routes = new TheoryData<Bound, string, string, string>();
            foreach (var (function, trigger) in FunctionMethod.All<HttpTriggerAttribute>())
            {
                if (IsolationTests.Public.Contains(function.Name) || IsolationTests.IsOwners(trigger))
                    continue;
                foreach (var bound in Enum.GetValues<Bound>())
                    routes.Add(bound, function.Name, trigger.Methods!.Except(["head"]).Single(), trigger.Route!);
            }
            return routes;
        }
    }

    [Theory, MemberData(nameof(Walk))]
    public async Task What_is_outside_is_not_found_not_shown_and_not_touched(Bound bound, string function, string method, string route)
    {
        var scene = await SceneOf(bound);
        var (query, body) = BesideThePath.GetValueOrDefault(function)?.Invoke(scene) ?? ("", null);
        var path = route.Replace("{folder_id}", scene.Folder, StringComparison.Ordinal).Replace("{share_id}", scene.Share, StringComparison.Ordinal)
            .Replace("{space_id}", scene.Space, StringComparison.Ordinal);
        if (route.Contains("uploads/{file_id}", StringComparison.Ordinal) && !route.StartsWith("api/uploads", StringComparison.Ordinal))
            path = path.Replace("{file_id}", scene.Upload["file_id"].GetString(), StringComparison.Ordinal);
        path = System.Text.RegularExpressions.Regex.Replace(path, @"\{\w+\}", scene.File) + query;

        var answer = await scene.Key.CallAsync(new(method), path, body);

        if (ManyFiles.Contains(function))
            answer.ShouldBe(200)["results"][0].GetProperty("status").GetInt32().ShouldBe(404);
        else if (Lists.Contains(function))
            answer.ShouldBe(200);
        else if (Otherwise.TryGetValue((bound, function), out var status))
            answer.ShouldBe(status);
        else
            DialectResponses.Of(route).ShouldBeNotFound(answer);
        if (answer.Status == HttpStatusCode.Forbidden)
            answer["detail"].GetProperty("error").GetString().ShouldBe("outside_access");
        if (!ManyFiles.Contains(function))
            answer.Text.ShouldNotContain(scene.File);
        var file = (await scene.Owner.GetAsync($"files/{scene.File}")).ShouldBe(200);
        (file["name"].GetString(), file["deleted_at"].GetString()).ShouldBe(("outside.txt", null));
        (await scene.Owner.GetAsync($"shares?file_id={scene.File}")).ShouldBe(200).Json.GetArrayLength().ShouldBe(1);
        (await scene.Owner.GetAsync($"uploads/{scene.Upload["file_id"]}")).ShouldBe(200)["status"].GetString().ShouldBe("pending");
    }

    [Theory]
    [InlineData(Bound.Space)]
    [InlineData(Bound.Folder)]
    [InlineData(Bound.App)]
    public async Task Inside_a_key_may_do_all_that_its_scopes_say(Bound bound)
    {
        var scene = await SceneOf(bound);
        var (key, inside) = (scene.Key, scene.Inside);

        (await key.GetAsync($"files/{inside}")).ShouldBe(200);
        (await key.GetAsync($"files/{inside}/download")).ShouldBe(200);
        (await key.SendAsync(HttpMethod.Patch, $"files/{inside}", new { original_name = "renamed.txt" })).ShouldBe(200);
        (await key.GetAsync("files/resolve?client_key=inside")).ShouldBe(200)["id"].GetString().ShouldBe(inside);
        var share = (await key.PostAsync("shares", new { file_id = inside })).ShouldBe(201)["id"].GetString();
        (await key.GetAsync("shares")).ShouldBe(200).Json.EnumerateArray().Select(one => one.GetProperty("id").GetString()).ShouldBe([share]);
        (await key.DeleteAsync($"shares/{share}")).ShouldBe(204);
        (await key.DeleteAsync($"files/{inside}")).ShouldBe(200);
        (await key.NamesAsync("trash=true")).ShouldBe(["renamed.txt"]);
        (await key.PostAsync($"files/{inside}/restore")).ShouldBe(200);
        (await key.CallAsync(HttpMethod.Post, "files/fetch"))["Data"].GetProperty("Files").GetArrayLength().ShouldBe(1);
        (await key.GetAsync("quota")).ShouldBe(200)["bytes_used"].GetInt64().ShouldBe((await scene.Owner.GetAsync($"files/{inside}"))["size"].GetInt64());
        (await key.GetAsync("quota"))["links_used"].ValueKind.ShouldBe(JsonValueKind.Null);
        (await key.DeleteAsync($"gdpr/files/{inside}")).ShouldBe(204);
        (await scene.Owner.DeleteAsync($"gdpr/files/{scene.File}")).ShouldBe(204);
        (await key.GetAsync($"gdpr/receipts/{inside}")).ShouldBe(200);
        (await key.GetAsync($"gdpr/receipts/{scene.File}")).ShouldFail(404);
        (await key.GetAsync($"gdpr/receipts/{scene.File}/proof")).ShouldFail(404);
        (await key.GetAsync("quota"))["bytes_used"].GetInt64().ShouldBe(0);
    }

    [Fact, Contract(158, 172)]
    public async Task A_move_to_a_folder_outside_is_a_403_and_to_one_that_is_not_there_a_404()
    {
        var scene = await SceneOf(Bound.Folder);
        var owned = (await scene.Key.GetAsync("me"))["bounds"].GetProperty("folder_id").GetString()!;
        var below = (await scene.Key.PostAsync("folders", new { space_id = scene.Space, name = "below", parent_id = owned })).ShouldBe(201)["id"].GetString();

        foreach (var (path, field) in new[] { ($"files/{scene.Inside}", "folder_id"), ($"folders/{below}", "parent_id") })
        {
            (await scene.Key.SendAsync(HttpMethod.Patch, path, $"{{\"{field}\":\"{scene.Folder}\"}}")).ShouldBe(403).Text.ShouldBe(
                """{"detail":{"error":"outside_access","message":"The destination folder is outside your access."}}""");
            (await scene.Key.SendAsync(HttpMethod.Patch, path, $"{{\"{field}\":null}}")).ShouldFail(403, "outside_access");
            (await scene.Key.SendAsync(HttpMethod.Patch, path, $"{{\"{field}\":\"{Guid.NewGuid()}\"}}")).ShouldFail(404);
        }
        (await scene.Key.SendAsync(HttpMethod.Patch, $"files/{scene.Inside}", new { folder_id = below })).ShouldBe(200);
    }

    [Fact]
    public async Task Emptying_Trash_empties_the_spaces_of_the_key_only()
    {
        var scene = await SceneOf(Bound.Space);
        await scene.Owner.TrashAsync(scene.File, scene.Inside);

        (await scene.Key.DeleteAsync("gdpr/trash?dry_run=true")).ShouldBe(200)["files"].GetInt64().ShouldBe(1);
        (await scene.Key.DeleteAsync("gdpr/trash")).ShouldBe(200)["files"].GetInt64().ShouldBe(1);
        await scene.Owner.SweptAsync();

        (await scene.Owner.GetAsync($"files/{scene.Inside}")).ShouldBe(404);
        (await scene.Owner.GetAsync($"files/{scene.File}")).ShouldBe(200);
        (await scene.Key.GetAsync("gdpr/trash"))["files"].GetInt64().ShouldBe(0);
        (await scene.Owner.GetAsync("gdpr/trash"))["files"].GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task What_is_restored_to_a_folder_that_is_gone_stays_in_the_keys_folder()
    {
        var scene = await SceneOf(Bound.Folder);
        var owned = (await scene.Key.GetAsync("me"))["bounds"].GetProperty("folder_id").GetString()!;
        var below = (await scene.Key.PostAsync("folders", new { space_id = scene.Space, name = "below", parent_id = owned })).ShouldBe(201)["id"].GetString();
        (await scene.Key.SendAsync(HttpMethod.Patch, $"files/{scene.Inside}", new { folder_id = below })).ShouldBe(200);
        await scene.Key.TrashAsync(scene.Inside);
        (await scene.Key.DeleteAsync($"folders/{below}")).ShouldBe(200);

        (await scene.Key.PostAsync($"files/{scene.Inside}/restore")).ShouldBe(200)["folder_id"].GetString().ShouldBe(owned);
    }

    [Fact]
    public async Task A_key_without_erasure_may_trash_and_never_erase()
    {
        var owner = await app.NewTenantAsync();
        var key = await app.NarrowAsync(owner.Tenant, grant => grant with { WithoutErasure = true });
        var file = await key.UploadAsync();
        await key.TrashAsync(file);

        foreach (var (function, trigger) in FunctionMethod.All<HttpTriggerAttribute>().Where(one => one.Trigger.Route!.StartsWith("api/v1/gdpr/", StringComparison.Ordinal)))
        {
            var path = System.Text.RegularExpressions.Regex.Replace(trigger.Route!, @"\{\w+\}", file);
            (await key.CallAsync(new(trigger.Methods!.Except(["head"]).Single()), path)).ShouldBe(403).Text.ShouldBe(
                """{"detail":{"error":"insufficient_scope","required":["files:purge"],"missing":["files:purge"]}}""", function.Name);
        }
        (await key.SweeppeaAsync("delete", new { FileToken = file })).ShouldBe(403);
        (await key.SwiftiaAsync(HttpMethod.Delete, "/" + file)).ShouldBe(403);
        (await key.PostAsync($"files/{file}/restore")).ShouldBe(200);
        (await key.GetAsync("me"))["bounds"].GetProperty("may_erase").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_key_ends_at_its_date()
    {
        var owner = await app.NewTenantAsync();
        var ends = app.Clock.GetUtcNow().AddHours(1);
        var key = await app.NarrowAsync(owner.Tenant, grant => grant with { ExpiresAt = ends });
        (await key.GetAsync("me")).ShouldBe(200)["expires_at"].GetDateTimeOffset().ShouldBe(ends, TimeSpan.FromSeconds(1));

        app.Clock.Skip(TimeSpan.FromHours(1));

        (await key.GetAsync("me")).ShouldFail(401);
    }

    [Fact]
    public async Task Bounds_that_can_not_be_are_refused()
    {
        var owner = await app.NewTenantAsync();
        var (folder, space) = (Id.Parse<FolderId>(await owner.NewFolderAsync("folder")), Id.Parse<SpaceId>(await owner.SpaceAsync()));
        var foreign = Id.Parse<SpaceId>(await (await app.NewTenantAsync()).SpaceAsync());

        await Refused(grant => grant with { Spaces = [space], Folder = folder }, "folder");
        await Refused(grant => grant with { Spaces = [foreign] }, "Space not found");
        await Refused(grant => grant with { Folder = Id.New<FolderId>() }, "Folder not found");
        await Refused(grant => grant with { OnlyApp = true }, "app");
        await Refused(grant => grant with { ExpiresAt = DateTimeOffset.UnixEpoch }, "expires_at");
        await Refused(grant => grant with { Spaces = [.. Enumerable.Repeat(space, KeyGrant.MaxSpaces + 1)] }, "spaces");

        async Task Refused(Func<KeyGrant, KeyGrant> narrow, string mentions) =>
            (await Should.ThrowAsync<FluidCloudException>(() => app.NarrowAsync(owner.Tenant, narrow))).Message.ShouldContain(mentions);
    }

    private async Task<Scene> SceneOf(Bound bound)
    {
        var owner = await app.NewTenantAsync();
        var space = await owner.SpaceAsync();
        var other = bound == Bound.Space ? await owner.NewSpaceAsync() : space;
        var folder = await owner.NewFolderAsync("in");
        var inside = bound switch
        {
            Bound.Folder => await owner.UploadIntoAsync(folder, "inside.txt", clientKey: "inside"),
            Bound.App => await owner.UploadAsync("inside.txt", clientKey: "inside", app: "acme"),
            _ => await owner.UploadAsync("inside.txt", clientKey: "inside"),
        };
        await owner.WaitForScanAsync(inside);
        var file = await owner.UploadAsync("outside.txt", clientKey: "outside", app: "other", spaceId: other);
        var key = await app.NarrowAsync(owner.Tenant, grant => bound switch
        {
            Bound.Space => grant with { Spaces = [Id.Parse<SpaceId>(space)] },
            Bound.Folder => grant with { Folder = Id.Parse<FolderId>(folder) },
            _ => grant with { App = "acme", OnlyApp = true },
        });
        return new(owner, key, inside, file, await owner.NewFolderAsync("out", spaceId: other), other,
            (await owner.PostAsync("shares", new { file_id = file })).ShouldBe(201)["id"].GetString()!,
            (await owner.InitiateAsync("next.txt", 1, app: "other", spaceId: other)).ShouldBe(200));
    }
}
