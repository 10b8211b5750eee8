using FluidCloud.Core;
using FluidCloud.Core.Journal;
using FluidCloud.Core.Owners;
using FluidCloud.Core.Tenants;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Owners;

/// <summary>What a request of an owner is about to do: the line for the audit log, and the deed itself.</summary>
public sealed record PlannedDeed(Deed Deed, Func<Task<IResult>> Do);

/// <summary>
/// For those who run the deployment: owners see every tenant, by an identity provider or a local link. An API key opens none of these routes,
/// and without either way to sign in all of them are a 404.
/// </summary>
public sealed class OwnerPipeline(ApiPipeline api, OwnerTokens tokens, LocalOwners local, DetectRestore restore, RecordDeed record, FindTenant find)
{
    /// <summary>The header of every change: a page of another site can't send it without being allowed to.</summary>
    public const string ChangeHeader = "X-FluidCloud-Owner";

    /// <summary>A request that reads.</summary>
    public Task<IResult> Read(HttpRequest request, OwnerRole least, Func<Owner, Task<IResult>> handle) => api.RunPublic(request, async () =>
    {
        var owner = await Authenticate(request);
        owner.Require(least);
        await restore.ExpectCurrent();
        return await handle(owner);
    });

    /// <summary>A request that changes something. It is in the audit log before it begins.</summary>
    /// <param name="plan">Reads and checks the request, and changes nothing.</param>
    public Task<IResult> Change(HttpRequest request, OwnerRole least, Func<Owner, Task<PlannedDeed>> plan) => api.RunPublic(request, async () =>
    {
        var owner = await Authenticate(request);
        RequireOwnPage(request);
        owner.Require(least);
        await restore.ExpectCurrent();
        var planned = await plan(owner);
        await record.Run(owner, planned.Deed, request.HttpContext.RequestAborted);
        return await planned.Do();
    });

    /// <summary>A request that reads of a tenant.</summary>
    /// <exception cref="FluidCloudException">404 no such tenant.</exception>
    public Task<IResult> ReadTenant(HttpRequest request, string tenant, Func<Tenant, Task<IResult>> handle) =>
        Read(request, OwnerRole.Auditor, async _ => await handle(await Find(request, tenant)));

    /// <summary>A request that changes something of a tenant.</summary>
    /// <exception cref="FluidCloudException">404 no such tenant; 409 it is being erased.</exception>
    public Task<IResult> ChangeTenant(HttpRequest request, OwnerRole least, string tenant, Func<Tenant, Task<PlannedDeed>> plan) =>
        Change(request, least, async _ =>
        {
            var found = await Find(request, tenant);
            found.RequireNotErasing();
            return await plan(found);
        });

    /// <summary>A request about signing in itself.</summary>
    public Task<IResult> Door(HttpRequest request, Func<Task<IResult>> handle) => api.RunPublic(request, () =>
    {
        RequireOn();
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            RequireOwnPage(request);
        return handle();
    });

    private async Task<Owner> Authenticate(HttpRequest request)
    {
        RequireOn();
        if (local.Find(request) is { } owner)
            return owner;
        return tokens.IsOn && BearerToken.Of(request) is { } token
            ? await tokens.Read(token, request.HttpContext.RequestAborted)
            : throw Errors.NotSignedIn();
    }

    private Task<Tenant> Find(HttpRequest request, string tenant) =>
        find.Run(Id.Parse<TenantId>(tenant, "tenant_id"), request.HttpContext.RequestAborted);

    private void RequireOn()
    {
        if (!tokens.IsOn && !local.IsOn)
            throw Errors.RouteNotFound();
    }

    /// <summary>Against forged requests: the header, and what the browser says of the page that sends it.</summary>
    private static void RequireOwnPage(HttpRequest request)
    {
        if (request.Headers[ChangeHeader] != "1")
            throw Errors.ForeignRequest($"A change needs the header {ChangeHeader}: 1.");
        var isForeign = request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site
            ? site != "same-origin"
            : request.Headers.Origin.ToString() is { Length: > 0 } origin && origin != $"{request.Scheme}://{request.Host}";
        if (isForeign)
            throw Errors.ForeignRequest("A page of another site can't change anything.");
    }
}
