using System.Text.RegularExpressions;
using FluidCloud.Local.Hosting;
using FluidCloud.Tests.Hosting;
using Microsoft.Azure.Functions.Worker;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>HEAD answers what GET does, without the body (RFC 9110, 9.3.2), on every route; and nobody keeps what a key opens.</summary>
public sealed partial class HeadTests(LocalApp app) : IClassFixture<LocalApp>
{
    public static TheoryData<string> Routes =>
    [
        .. from function in FunctionMethod.All<HttpTriggerAttribute>()
           where function.Trigger.Methods?.Contains("get") == true
           select function.Trigger.Route!,
    ];

    [Theory, MemberData(nameof(Routes))]
    public async Task Every_route_that_has_a_GET_has_its_HEAD(string route)
    {
        var client = await app.NewTenantAsync();
        var file = await client.UploadAsync("a.txt", clientKey: "a");
        var link = await client.ShareAsync(file);
        var (folder, space) = (await client.NewFolderAsync("folder"), await client.SpaceAsync());
        var path = Parameter().Replace(route, match => match.Value switch
        {
            "{folder_id}" => folder,
            "{space_id}" => space,
            "{token}" => link.Path["/s/".Length..],
            _ => file,
        });
        var query = $"?client_key=a&sweep={Guid.NewGuid()}" + (route.StartsWith("api/uploads", StringComparison.Ordinal) ? "" : $"&space_id={space}");

        var get = await client.CallAsync(HttpMethod.Get, path + query);
        var head = await client.CallAsync(HttpMethod.Head, path + query);

        head.Status.ShouldBe(get.Status);
        head.Text.ShouldBeEmpty();
        get.Text.ShouldNotBeEmpty();
        if (route.StartsWith("api/", StringComparison.Ordinal))
        {
            get.Headers.CacheControl!.ToString().ShouldBe("no-store");
            head.Headers.CacheControl!.ToString().ShouldBe("no-store");
        }
    }

    [Theory]
    [InlineData("health/nothing")]
    [InlineData("api/v1/quota")]
    [InlineData("files/fetch")]
    [InlineData("api/uploads/files")]
    public async Task Nobody_keeps_an_error(string path) =>
        (await TenantClient.SendRawAsync(app, HttpMethod.Get, path)).Headers.CacheControl!.NoStore.ShouldBeTrue();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}
