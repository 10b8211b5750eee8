using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using FluidCloud.Core.Access;
using FluidCloud.Core.Recovery;
using FluidCloud.Local.Azurite;
using FluidCloud.Local.ClamAv;
using FluidCloud.Local.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FluidCloud.Cli;

/// <summary><c>./run</c>: starts everything, creates a demo tenant, prints how to use it, and runs until Ctrl-C.</summary>
internal static class ServeCommand
{
    public const int DefaultPort = 7071;

    /// <summary>For hosts that another process starts: the host stops when its standard input ends.</summary>
    public const string UntilInputEnds = "--until-input-ends";

    /// <summary>Turns rate limits off, because a demo sends all requests with few keys.</summary>
    public const string NoRateLimits = "--no-rate-limits";

    public static Option<int> PortOption()
    {
        var port = new Option<int>("--port")
        {
            Description = "The port of the API, on this machine only.",
            DefaultValueFactory = _ => DefaultPort,
        };
        port.Validators.Add(result =>
        {
            // The option itself rejects text that is not a number.
            if (result.Tokens is [var text] && int.TryParse(text.Value, CultureInfo.InvariantCulture, out var value) && value is < 1 or > IPEndPoint.MaxPort)
                result.AddError($"A port is 1 to {IPEndPoint.MaxPort}.");
        });
        return port;
    }

    public static void Configure(Command root)
    {
        var port = PortOption();
        var fresh = new Option<bool>("--fresh") { Description = "Delete all local data and start over." };
        var noRateLimits = new Option<bool>(NoRateLimits) { Description = "Turn rate limits off." };
        var clamAv = new Option<bool>("--clamav") { Description = "Scan with the installed ClamAV instead of the built-in EICAR check." };
        var untilInputEnds = new Option<bool>(UntilInputEnds) { Hidden = true };
        root.Options.Add(port);
        root.Options.Add(fresh);
        root.Options.Add(noRateLimits);
        root.Options.Add(clamAv);
        root.Options.Add(untilInputEnds);
        root.SetAction(async (arguments, cancel) =>
        {
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            // A closed terminal stops the host as Ctrl-C does. SIGINT and SIGTERM are the parser's.
            using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
            {
                signal.Cancel = true;
                stopping.Cancel();
            });
            if (arguments.GetValue(untilInputEnds))
                _ = StopWhenInputEnds(stopping);
            var limits = arguments.GetValue(noRateLimits) ? RateLimits.Unlimited : null;
            return await Run(
                arguments.GetValue(port), arguments.Data(), arguments.Metadata(), arguments.Storage(), arguments.GetValue(fresh), limits,
                arguments.GetValue(clamAv), stopping.Token);
        });
    }

    private static async Task<int> Run(
        int port, DataDirectory data, MetadataPlace metadata, string? storage, bool fresh, RateLimits? limits, bool withClamAv, CancellationToken cancel)
    {
        RequireFreePort(port);
        await AzuriteProcess.WaitForPredecessor(data.Azurite, cancel);
        if (fresh)
        {
            await metadata.Clear(cancel);
            data.Clear();
        }
        await using var clamd = withClamAv ? await StartClamAv(data, cancel) : null;
        await using var azurite = storage is null ? await AzuriteProcess.Start(data.Azurite, cancel) : null;
        var baseUrl = $"http://127.0.0.1:{port}";
        string? ownerToken = null;
        var settings = new LocalHostSettings(port, metadata, storage ?? azurite!.Endpoint.ConnectionString())
        {
            Shares = new() { BaseUrl = new(baseUrl), SigningKeys = [await RememberedKey.Of(data.LinkKey, cancel)] },
            ErasureLog = await LogKey.Of(data, cancel),
            RateLimits = limits,
            ClamAv = clamd?.Settings,
            AnnounceOwnerToken = token => ownerToken = AnnounceToken(token, ownerToken),
        };
        await StorageOwner.Claim(settings.StorageConnection, data.Identity(), cancel);
        await using var app = await LocalHost.Start(settings, customise: null, cancel);
        await app.Services.GetRequiredService<AdoptEmptyStore>().Run(cancel); // Before it has a tenant.
        Greet(baseUrl, await DemoTenant.Key(app.Services, data, cancel), ownerToken!);
        await app.WaitForShutdownAsync(cancel);
        return 0;
    }

    private static Task<ClamAvProcess> StartClamAv(DataDirectory data, CancellationToken cancel)
    {
        Console.Error.WriteLine("Starting clamd; loading its signatures takes a while...");
        return ClamAvProcess.Start(data.ClamAv, ClamAvProcess.InstalledSignatures, cancel);
    }

    private static async Task StopWhenInputEnds(CancellationTokenSource stopping)
    {
        // On its own thread, because reading standard input blocks. Only the end of the input matters.
        await Task.Factory.StartNew(
            () => Console.OpenStandardInput().CopyTo(Stream.Null), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await stopping.CancelAsync();
    }

    private static void RequireFreePort(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
        }
        catch (SocketException e)
        {
            throw new LocalHostException($"Port {port} is in use: choose another one with --port.", e);
        }
    }

    /// <summary>The first token is part of the greeting.</summary>
    private static string AnnounceToken(string token, string? previous)
    {
        if (previous is not null)
            Console.WriteLine($"The sign-in token was used. The next one: {token}");
        return token;
    }

    private static void Greet(string baseUrl, string key, string ownerToken) => Console.WriteLine($"""
        FluidCloud is running. Ctrl-C stops it.

          Dashboard {baseUrl}/dashboard#token={ownerToken}
          Base URL  {baseUrl}/api/v1
          API key   {key}
          Docs      {baseUrl}/docs

          curl {baseUrl}/api/v1/spaces -H "X-API-Key: {key}"
          curl {baseUrl}/api/v1/quota -H "X-API-Key: {key}"
          curl -X DELETE {baseUrl}/api/v1/gdpr/trash -H "X-API-Key: {key}"

        """);
}
