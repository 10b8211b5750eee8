using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using FluidCloud.Adapters.Timestamps;
using FluidCloud.Core.ErasureLog;
using FluidCloud.Tests.Hosting;
using FluidCloud.Tests.Interruption;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

/// <summary>Timestamps of a checkpoint, by an authority that openssl plays, and checked by openssl.</summary>
public sealed class TimestampAuthorityTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fluidcloud-tsa-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_checkpoint_a_day_is_stamped_and_openssl_verifies_it()
    {
        await using var authority = await StartAuthority();
        var (store, clock) = (new MemoryErasureLogStore(), new TestClock());
        var settings = TestLog.Settings with { TimestampUrl = new(authority.Urls.Single()) };
        using var client = new HttpTimestampAuthority();
        var log = new ReadLog(store);
        var stamp = new StampCheckpoint(store, log, client, settings, clock);
        await stamp.Run(Cancel);
        store.Blobs.ShouldBeEmpty(); // There is no checkpoint yet.

        (await new LogWriter(store, settings).Publish(Cancel)).ShouldNotBeNull();
        await stamp.Run(Cancel);
        var day = clock.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var (checkpoint, token) = ((await stamp.Read($"{day}.checkpoint", Cancel))!, (await stamp.Read($"{day}.tst", Cancel))!);
        checkpoint.ShouldBe(await log.Checkpoint(Cancel));
        await File.WriteAllBytesAsync(PathOf("checkpoint"), checkpoint, Cancel);
        await File.WriteAllBytesAsync(PathOf("token"), token, Cancel);
        await OpenSsl("ts", "-verify", "-data", "checkpoint", "-in", "token", "-token_in", "-CAfile", "ca.pem");
        await File.AppendAllTextAsync(PathOf("checkpoint"), "more", Cancel);
        await Should.ThrowAsync<InvalidOperationException>(() => OpenSsl("ts", "-verify", "-data", "checkpoint", "-in", "token", "-token_in", "-CAfile", "ca.pem"));

        await stamp.Run(Cancel);
        (await stamp.Read($"{day}.tst", Cancel)).ShouldBe(token); // Once a day.
        foreach (var name in new[] { "2026-01-01.tst", "../state", "state", $"{day}.key", $"{day}", "2026-13-01.tst" })
            (await stamp.Read(name, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_token_over_something_else_is_refused_and_the_next_run_asks_again()
    {
        await using var authority = await StartAuthority();
        using var client = new HttpTimestampAuthority();
        var url = new Uri(authority.Urls.Single());
        await Should.ThrowAsync<CryptographicException>(() => client.Stamp(new Uri(url, "replay"), [1], Cancel));
        await Should.ThrowAsync<HttpRequestException>(() => client.Stamp(new Uri(url, "broken"), [1], Cancel));

        var store = new MemoryErasureLogStore();
        (await new LogWriter(store, TestLog.Settings).Publish(Cancel)).ShouldNotBeNull();
        var (log, clock) = (new ReadLog(store), new TestClock());
        await Should.ThrowAsync<HttpRequestException>(() => new StampCheckpoint(store, log, client, TestLog.Settings with { TimestampUrl = new(url, "broken") }, clock).Run(Cancel));
        store.Blobs.Keys.ShouldNotContain(name => name.EndsWith(".tst", StringComparison.Ordinal));
        await new StampCheckpoint(store, log, client, TestLog.Settings with { TimestampUrl = url }, clock).Run(Cancel);
        store.Blobs.Keys.ShouldContain(name => name.EndsWith(".tst", StringComparison.Ordinal));
    }

    private async Task<WebApplication> StartAuthority()
    {
        await File.WriteAllTextAsync(PathOf("tsa.cnf"), """
            [req]
            distinguished_name = name
            [name]
            [tsa_cert]
            extendedKeyUsage = critical,timeStamping
            keyUsage = critical,digitalSignature
            [tsa]
            default_tsa = one
            [one]
            serial = serial
            signer_cert = tsa.pem
            signer_key = tsa.key
            signer_digest = sha256
            certs = ca.pem
            default_policy = 1.2.3.4.1
            digests = sha256
            ess_cert_id_alg = sha256
            """, Cancel);
        await File.WriteAllTextAsync(PathOf("serial"), "01\n", Cancel);
        await OpenSsl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test CA", "-days", "2");
        await OpenSsl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Test TSA");
        await OpenSsl("x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", "tsa.pem", "-days", "2", "-extfile", "tsa.cnf", "-extensions", "tsa_cert");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.MapPost("/{what?}", async (HttpRequest request, string? what) =>
        {
            request.ContentType.ShouldBe("application/timestamp-query");
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            if (what == "broken")
                return Results.StatusCode(500);
            if (what == "replay")
                body.GetBuffer()[body.Length / 2] ^= 1; // A digest that was not asked about.
            var name = Guid.NewGuid().ToString();
            await File.WriteAllBytesAsync(PathOf(name), body.ToArray());
            await OpenSsl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", name, "-out", name + ".tsr");
            return Results.Bytes(await File.ReadAllBytesAsync(PathOf(name + ".tsr")), "application/timestamp-reply");
        });
        await app.StartAsync(Cancel);
        return app;
    }

    private string PathOf(string name) => Path.Combine(folder.FullName, name);

    private static Process StartOrSkip(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("openssl is not installed.");
            throw;
        }
    }

    private async Task OpenSsl(params string[] arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = StartOrSkip(start);
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"openssl {arguments[0]} {arguments[1]} failed: {string.Concat(said)}");
    }
}
