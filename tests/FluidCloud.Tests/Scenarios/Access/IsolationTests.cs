using FluidCloud.Core.Access;
using FluidCloud.Local.Hosting;
using FluidCloud.Tests.Hosting;
using Microsoft.Azure.Functions.Worker;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>Walks the route table itself, so that a new route can't be forgotten.</summary>
public class IsolationTests(LocalApp app) : IClassFixture<LocalApp>
{
    /// <summary>What another tenant owns.</summary>
    private sealed record Foreign(string File, string Folder, string Space, string Share, string ClientKey, ApiResponse Ticket);

    /// <summary>Requests of the routes that need more than their path: naming what is another tenant's, where the path does not.</summary>
    private static readonly Dictionary<string, Func<Foreign, (string Query, object? Body)>> BesideThePath = new()
    {
        ["ListFiles"] = foreign => ($"?space_id={foreign.Space}", null),
        ["ListFolders"] = foreign => ($"?space_id={foreign.Space}", null),
        ["CreateFolder"] = foreign => ("", new { space_id = foreign.Space, name = "a" }),
        ["PatchFile"] = _ => ("", new { original_name = "a" }),
        ["PatchFolder"] = _ => ("", new { name = "a" }),
        ["PatchSpace"] = _ => ("", new { name = "a" }),
        ["ResolveFile"] = foreign => ($"?client_key={foreign.ClientKey}", null),
        ["EmptyTrash"] = foreign => ($"?space_id={foreign.Space}", null),
        ["ListReceipts"] = foreign => ($"?sweep={foreign.File}", null),
        ["GetTrash"] = foreign => ($"?space_id={foreign.Space}", null),
        ["CreateShare"] = foreign => ("", new { file_id = foreign.File }),
        ["ListShares"] = foreign => ($"?file_id={foreign.File}", null),
        ["InitiateUpload"] = foreign => ("", new { name = "a", size = 1, space_id = foreign.Space }),
        ["ImportUrl"] = foreign => ("", new { url = "http://example.com/a", space_id = foreign.Space }),
        ["DeleteSweeppeaFile"] = foreign => ("", new { FileToken = foreign.File }),
        ["GetSweeppeaFileUrl"] = foreign => ("", new { FileToken = foreign.File }),
        ["SignUploadParts"] = _ => ("", new { part_numbers = new[] { 1 } }),
        ["TrashFiles"] = foreign => ("", new { file_ids = new[] { foreign.File } }),
        ["RestoreFiles"] = foreign => ("", new { file_ids = new[] { foreign.File } }),
        ["PurgeFiles"] = foreign => ("", new { file_ids = new[] { foreign.File } }),
        ["CompleteUpload"] = foreign => ("", new { file_id = foreign.Ticket["file_id"].GetString(), key = foreign.Ticket["key"].GetString() }),
    };

    /// <summary>Routes that name nothing of anybody.</summary>
    private static readonly string[] NameNothing = ["ListSpaces", "CreateSpace", "GetQuota", "GetMe", "FetchSweeppeaFiles", "UploadSweeppeaFile", "ListSwiftiaFiles"];

    /// <summary>Routes that answer for each file that they name.</summary>
    private static readonly string[] ManyFiles = ["TrashFiles", "RestoreFiles", "PurgeFiles"];

    /// <summary>Routes that read, though their method does not say so.</summary>
    private static readonly string[] OnlyRead = ["FetchSweeppeaFiles", "GetSweeppeaFileUrl"];

    /// <summary>Routes that any good key may use.</summary>
    private static readonly string[] NeedNoScope = ["GetMe"];

    internal static readonly string[] Public = ["UnknownRoute", "GetLive", "GetReady", "GetRawLink", "GetLogCheckpoint", "GetLogTile", "GetLogVerifier", "GetLogTimestamp", "GetOpenApi", "GetDocs", "GetDocsAsset", "GetDashboard"];

    /// <summary>Owners have routes of their own, which <see cref="Owners.OwnerRouteTests"/> walks.</summary>
    internal static bool IsOwners(HttpTriggerAttribute trigger) => trigger.Route!.StartsWith(Owners.OwnerRouteTests.Prefix, StringComparison.Ordinal);

    public static TheoryData<string, string, string> Routes
    {
        get
        {
            var routes = new TheoryData<string, string, string>();
            foreach (var (function, trigger) in FunctionMethod.All<HttpTriggerAttribute>())
            {
                if (!Public.Contains(function.Name) && !IsOwners(trigger))
                    routes.Add(function.Name, trigger.Methods!.Except(["head"]).Single(), trigger.Route!);
            }
            return routes;
        }
    }

    [Theory, MemberData(nameof(Routes)), Contract(31, 56, 171)]
    public async Task Without_a_key_every_route_answers_401(string function, string method, string route)
    {
        var answer = await TenantClient.SendRawAsync(app, new(method), Fill(route, Guid.NewGuid().ToString()));

        DialectResponses.Of(route).ShouldBeUnauthorized(answer);
        function.ShouldNotBeEmpty();
    }

    [Theory, MemberData(nameof(Routes)), Contract(5, 6, 32, 57, 79, 80, 172)]
    public async Task Without_its_scope_every_route_answers_403_and_names_it(string function, string method, string route)
    {
        var tenant = (await app.NewTenantAsync()).Tenant;
        var path = Fill(route, Guid.NewGuid().ToString());
        if (NeedNoScope.Contains(function))
        {
            (await Send(await app.NewKeyAsync(tenant, []))).ShouldBe(200);
            return;
        }

        var required = DialectResponses.Of(route).RequiredScopes(await Send(await app.NewKeyAsync(tenant, [])));

        required.ShouldNotBeEmpty(function);
        var others = Scope.All.Where(scope => !required.Contains(scope.Name)).ToList();
        DialectResponses.Of(route).RequiredScopes(await Send(await app.NewKeyAsync(tenant, others))).ShouldBe(required);
        ((int)(await Send(await app.NewKeyAsync(tenant, [.. required.Select(name => new Scope(name))]))).Status).ShouldNotBe(403);
        var writes = method != "get" && !OnlyRead.Contains(function);
        required.ShouldAllBe(scope => scope.EndsWith(writes ? ":write" : ":read", StringComparison.Ordinal));

        Task<ApiResponse> Send(string key) =>
            TenantClient.SendRawAsync(app, new(method), path, headers: headers => headers.Authorization = new("Bearer", key));
    }

    [Theory, MemberData(nameof(Routes)), Contract(34, 58, 128, 133, 173)]
    public async Task What_is_another_tenants_is_not_found(string function, string method, string route)
    {
        var foreign = await ForeignThings();
        var client = await app.NewTenantAsync();
        var named = BesideThePath.GetValueOrDefault(function)?.Invoke(foreign) ?? ("", null);

        var answer = await client.CallAsync(new(method), Fill(route, foreign) + named.Query, named.Body);

        if (NameNothing.Contains(function))
        {
            answer.Text.ShouldNotContain(foreign.Space);
            answer.Text.ShouldNotContain(foreign.File);
            return;
        }
        (route.Contains('{', StringComparison.Ordinal) || BesideThePath.ContainsKey(function)).ShouldBeTrue($"{function} is not covered.");
        if (function == "ListReceipts")
            answer.ShouldBe(200).Text.ShouldBe("[]"); // A sweep is no longer known once the next one has run.
        else if (ManyFiles.Contains(function))
            answer.ShouldBe(200)["results"][0].GetProperty("status").GetInt32().ShouldBe(404);
        else if (function == "CompleteUpload")
            answer.ShouldFail(422, "key"); // The key holds the tenant, and is another's.
        else
            DialectResponses.Of(route).ShouldBeNotFound(answer);
    }

    private async Task<Foreign> ForeignThings()
    {
        var owner = await app.NewTenantAsync();
        var file = await owner.UploadAsync("secret.txt", clientKey: "secret/key");
        var share = (await owner.PostAsync("shares", new { file_id = file })).ShouldBe(201)["id"].GetString()!;
        return new(
            file, await owner.NewFolderAsync("secrets"), await owner.SpaceAsync(), share, "secret/key",
            (await owner.InitiateAsync("next.txt", 1)).ShouldBe(200));
    }

    private static string Fill(string route, Foreign foreign) => Fill(route
        .Replace("{folder_id}", foreign.Folder, StringComparison.Ordinal)
        .Replace("{share_id}", foreign.Share, StringComparison.Ordinal)
        .Replace("{space_id}", foreign.Space, StringComparison.Ordinal), foreign.File);

    private static string Fill(string route, string id) =>
        System.Text.RegularExpressions.Regex.Replace(route, @"\{\w+\}", id);
}
