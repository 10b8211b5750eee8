using System.Diagnostics;
using FluidCloud.Core.Access;
using FluidCloud.Core.Receipts;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Worker;

/// <summary>On the real worker, with links that lead to it.</summary>
public sealed class LinkedWorkerApp(AzuriteFixture azurite) : LocalApp(azurite)
{
    private readonly int port = AzuriteFixture.FreePort();

    protected override bool RunsOnWorker => true;

    protected override int WorkerPort => port;

    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("FluidCloudShares:baseUrl", $"http://127.0.0.1:{port}")];
}

/// <summary>The suites of the SDKs against the real worker. <c>./test</c> runs them against <c>./run</c>.</summary>
public sealed class SdkSuitesTests(LinkedWorkerApp app) : IClassFixture<LinkedWorkerApp>
{
    private static readonly TimeSpan TimerPause = TimeSpan.FromSeconds(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("python")]
    [InlineData("typescript")]
    public async Task A_suite_passes(string sdk)
    {
        Assert.SkipUnless(Ground.IsWorker, "the SDKs are tested on the worker with FLUIDCLOUD_TEST_HOST=worker.");
        var tenant = await app.NewTenantAsync();
        var start = new ProcessStartInfo(Path.Combine(RepositoryRoot.Path, "sdk", sdk, "test")) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["FLUIDCLOUD_BASE_URL"] = app.BaseAddress.ToString();
        start.Environment["FLUIDCLOUD_API_KEY"] = await app.NewKeyAsync(tenant.Tenant, Scope.All);
        using var suite = Process.Start(start)!;
        var (output, errors) = (suite.StandardOutput.ReadToEndAsync(Cancel), suite.StandardError.ReadToEndAsync(Cancel));
        while (!suite.HasExited)
        {
            await app.Worker.RunTimer(nameof(AppendReceipts), Cancel); // Nothing fires the timers of this host by itself.
            await Task.WhenAny(suite.WaitForExitAsync(Cancel), Task.Delay(TimerPause, Cancel));
        }

        var text = await output + await errors;
        suite.ExitCode.ShouldBe(0, text);
        text.ShouldMatch("(?m)^[1-9][0-9]+ passed, 0 failed", "The suite did not run.");
        TestContext.Current.SendDiagnosticMessage($"SDK for {sdk} on the worker: {text.TrimEnd().Split('\n')[^1]}");
    }
}
