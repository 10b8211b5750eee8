using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using FluidCloud.Core;
using FluidCloud.Core.Owners;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Owners;

/// <summary>
/// Sign-in on a developer's machine: a link with a token that works once becomes a session. Sessions live in this process
/// and only for requests from this machine. Off until a local host opens it.
/// </summary>
public sealed class LocalOwners
{
    public const string Cookie = "fluidcloud_owner";
    private static readonly string[] OwnHosts = ["127.0.0.1", "localhost", "[::1]"];

    private readonly ConcurrentDictionary<string, Owner> sessions = [];
    private Action<string>? announce;
    private string token = "";

    public bool IsOn => announce is not null;

    /// <param name="announceToken">Shows a token to whoever runs the host: one now, and the next one when it is used.</param>
    public void Open(Action<string> announceToken)
    {
        announce = announceToken;
        token = Secret();
        announceToken(token);
    }

    /// <summary>Trades the token for a session.</summary>
    /// <exception cref="FluidCloudException">404 off, or not from this machine; 401 not the token.</exception>
    public Owner SignIn(HttpRequest request, string given)
    {
        if (!IsOn || !IsFromThisMachine(request))
            throw Errors.RouteNotFound();
        var next = Secret();
        // The exchange is what makes it work once: of two requests with the token one finds the next.
        var present = token;
        if (!AreSame(given, present) || Interlocked.CompareExchange(ref token, next, present) != present)
            throw Errors.SignInTokenUsed();
        var owner = new Owner("local", "Local owner", OwnerRole.Owner);
        var session = Secret();
        sessions[session] = owner;
        request.HttpContext.Response.Cookies.Append(
            Cookie, session, new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/owner", IsEssential = true });
        announce!(next);
        return owner;
    }

    /// <returns>null when the request has no session.</returns>
    public Owner? Find(HttpRequest request) =>
        IsOn && IsFromThisMachine(request) && request.Cookies[Cookie] is { } session ? sessions.GetValueOrDefault(session) : null;

    public void SignOut(HttpRequest request)
    {
        if (request.Cookies[Cookie] is { } session)
            sessions.TryRemove(session, out _);
        request.HttpContext.Response.Cookies.Delete(Cookie, new() { Path = "/owner" });
    }

    /// <summary>By its address, and by the name that was asked for: a foreign name may point to this machine (DNS rebinding).</summary>
    private static bool IsFromThisMachine(HttpRequest request) =>
        request.HttpContext.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && OwnHosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase);

    private static bool AreSame(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(given), System.Text.Encoding.UTF8.GetBytes(expected));

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
