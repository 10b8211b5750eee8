using System.Reflection;
using System.Text.RegularExpressions;
using FluidCloud.Core.Access;
using FluidCloud.Core.Owners;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Owners;
using FluidCloud.Local.Hosting;
using FluidCloud.Tests.Hosting;
using Microsoft.Azure.Functions.Worker;
using Shouldly;

namespace FluidCloud.Tests.Scenarios.Owners;

/// <summary>Roles by routes, walked from the route table itself, so that a new route of owners can't be forgotten.</summary>
public sealed class OwnerRouteTests(OwnerApp app) : IClassFixture<OwnerApp>
{
    internal const string Prefix = "owner/";

    public static TheoryData<string, string, OwnerRole> Routes
    {
        get
        {
            var routes = new TheoryData<string, string, OwnerRole>();
            foreach (var (function, trigger) in FunctionMethod.All<HttpTriggerAttribute>())
            {
                var operation = function.Method.GetCustomAttribute<OperationAttribute>();
                if (trigger.Route!.StartsWith(Prefix, StringComparison.Ordinal) && operation is { Public: false })
                    routes.Add(trigger.Methods!.Except(["head"]).Single(), trigger.Route, operation.Role);
            }
            return routes;
        }
    }

    [Theory, MemberData(nameof(Routes))]
    public async Task A_route_is_open_from_its_least_role_on(string method, string route, OwnerRole least)
    {
        Enum.IsDefined(least).ShouldBeTrue($"{route} has no Role in its [Operation].");
        foreach (var role in Enum.GetValues<OwnerRole>())
        {
            var answer = await app.AsAsync(role, new(method), Fill(route)["owner/api/".Length..]);
            if (role < least)
                answer.ShouldFail(403, $"the role {least}");
            else
                ((int)answer.Status).ShouldNotBeOneOf(401, 403);
        }
    }

    [Theory, MemberData(nameof(Routes))]
    public async Task A_key_with_every_scope_and_a_stranger_are_nobody(string method, string route, OwnerRole least)
    {
        var key = (await app.NewTenantAsync()).Key;
        (await Send(null)).ShouldFail(401);
        (await Send(headers => headers.Authorization = new("Bearer", key))).ShouldFail(401);
        (await Send(headers => headers.Add("X-API-Key", key))).ShouldFail(401);
        (await Send(headers => headers.Add("Cookie", $"{LocalOwners.Cookie}={new string('0', 64)}"))).ShouldFail(401);
        least.ShouldNotBe(default);

        Task<ApiResponse> Send(Action<System.Net.Http.Headers.HttpRequestHeaders>? who) => TenantClient.SendRawAsync(app, new(method), Fill(route), headers: headers =>
        {
            headers.Add(OwnerPipeline.ChangeHeader, "1");
            who?.Invoke(headers);
        });
    }

    [Theory, MemberData(nameof(Routes))]
    public async Task A_change_from_another_page_is_refused(string method, string route, OwnerRole least)
    {
        if (method == "get")
            return;
        (await Send([])).ShouldFail(403, OwnerPipeline.ChangeHeader);
        (await Send([(OwnerPipeline.ChangeHeader, "1"), ("Sec-Fetch-Site", "cross-site")])).ShouldFail(403, "another site");
        (await Send([(OwnerPipeline.ChangeHeader, "1"), ("Sec-Fetch-Site", "same-site")])).ShouldFail(403, "another site");
        (await Send([(OwnerPipeline.ChangeHeader, "1"), ("Origin", "https://evil.example")])).ShouldFail(403, "another site");
        (await Send([(OwnerPipeline.ChangeHeader, "1"), ("Origin", "null")])).ShouldFail(403, "another site");
        ((int)(await Send([(OwnerPipeline.ChangeHeader, "1"), ("Origin", app.BaseAddress.GetLeftPart(UriPartial.Authority))])).Status).ShouldNotBe(403);

        Task<ApiResponse> Send((string Name, string Value)[] sent) => TenantClient.SendRawAsync(app, new(method), Fill(route), headers: headers =>
        {
            headers.Authorization = new("Bearer", app.TokenOf(least));
            foreach (var (name, value) in sent)
                headers.Add(name, value);
        });
    }

    /// <summary>The other way round: an owner is no tenant.</summary>
    [Theory, MemberData(nameof(IsolationTests.Routes), MemberType = typeof(IsolationTests))]
    public async Task An_owners_token_opens_no_route_of_a_key(string function, string method, string route)
    {
        var answer = await TenantClient.SendRawAsync(app, new(method), Fill(route), headers: headers => headers.Authorization = new("Bearer", app.TokenOf(OwnerRole.Owner)));

        ((int)answer.Status).ShouldBeOneOf(401, 403); // Sweeppea's dialect has a 403 for a token that is none.
        function.ShouldNotBeEmpty();
    }

    internal static string Fill(string route) => Regex.Replace(route, @"\{\w+\}", Guid.NewGuid().ToString());
}

/// <summary>Where nobody can sign in, there are no routes of owners.</summary>
public sealed class NoOwnerTests(LocalApp app) : IClassFixture<LocalApp>
{
    public static TheoryData<string, string> Routes =>
    [
        .. from route in FunctionMethod.All<HttpTriggerAttribute>()
           where route.Trigger.Route!.StartsWith(OwnerRouteTests.Prefix, StringComparison.Ordinal)
           from method in route.Trigger.Methods!.Except(["head"])
           select new TheoryDataRow<string, string>(method, route.Trigger.Route!),
    ];

    [Theory, MemberData(nameof(Routes))]
    public async Task Every_owner_route_is_a_404(string method, string route) =>
        (await TenantClient.SendRawAsync(app, new(method), OwnerRouteTests.Fill(route), method == "get" ? null : new { token = "a" }, headers =>
        {
            headers.Authorization = new("Bearer", ApiKey.NewText());
            headers.Add(OwnerPipeline.ChangeHeader, "1");
        })).ShouldFail(404, "No such route");
}
