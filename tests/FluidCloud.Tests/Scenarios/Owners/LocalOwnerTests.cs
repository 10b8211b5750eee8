using FluidCloud.Functions.Http.Owners;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Scenarios.Owners;

/// <summary>Signing in on this machine, by the token that the host prints.</summary>
public sealed class LocalOwnerTests(LocalApp app) : IClassFixture<LocalApp>
{
    private readonly List<string> announced = [];

    private void Open() => app.LocalServices.GetRequiredService<LocalOwners>().Open(announced.Add);

    private Task<ApiResponse> SendAsync(HttpMethod method, string path, object? body = null, string? cookie = null, string? host = null, bool withHeader = true) =>
        TenantClient.SendRawAsync(app, method, "owner/api/" + path, body, headers =>
        {
            if (withHeader)
                headers.Add(OwnerPipeline.ChangeHeader, "1");
            if (cookie is not null)
                headers.Add("Cookie", cookie);
            headers.Host = host;
        });

    private static string CookieOf(ApiResponse answer) => answer.Headers.GetValues("Set-Cookie").Single();

    [Fact]
    public async Task A_token_becomes_one_session_that_ends_when_one_signs_out()
    {
        Open();
        (await SendAsync(HttpMethod.Get, "sign-in")).ShouldBe(200)["kind"].GetString().ShouldBe("local");

        var signedIn = (await SendAsync(HttpMethod.Post, "session", new { token = announced[0] })).ShouldBe(200);
        var attributes = CookieOf(signedIn).Split("; ");
        attributes[1..].Select(attribute => attribute.ToLowerInvariant()).ShouldBe(["path=/owner", "samesite=strict", "httponly"], ignoreOrder: true);
        (await SendAsync(HttpMethod.Get, "me", cookie: attributes[0])).ShouldBe(200)["role"].GetString().ShouldBe("owner");

        (await SendAsync(HttpMethod.Post, "session", new { token = announced[0] })).ShouldFail(401, "used already");
        announced.Count.ShouldBe(2);
        (await SendAsync(HttpMethod.Post, "session", new { token = announced[1] })).ShouldBe(200);

        (await SendAsync(HttpMethod.Delete, "session", cookie: attributes[0])).ShouldBe(204);
        (await SendAsync(HttpMethod.Get, "me", cookie: attributes[0])).ShouldFail(401);
    }

    [Fact]
    public async Task Of_many_with_one_token_one_gets_in()
    {
        Open();
        var token = announced[0];

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(HttpMethod.Post, "session", new { token })));

        answers.Count(answer => (int)answer.Status == 200).ShouldBe(1);
    }

    [Fact]
    public async Task A_name_that_points_to_this_machine_is_not_this_machine()
    {
        Open();
        var cookie = CookieOf((await SendAsync(HttpMethod.Post, "session", new { token = announced[0] })).ShouldBe(200)).Split("; ")[0];

        (await SendAsync(HttpMethod.Get, "me", cookie: cookie, host: "evil.example")).ShouldFail(401);
        (await SendAsync(HttpMethod.Post, "session", new { token = announced[1] }, host: "evil.example")).ShouldFail(404);
    }

    [Fact]
    public async Task Another_page_neither_signs_in_nor_out()
    {
        Open();

        (await SendAsync(HttpMethod.Post, "session", new { token = announced[0] }, withHeader: false)).ShouldFail(403, OwnerPipeline.ChangeHeader);
        (await SendAsync(HttpMethod.Delete, "session", withHeader: false)).ShouldFail(403, OwnerPipeline.ChangeHeader);
    }
}
