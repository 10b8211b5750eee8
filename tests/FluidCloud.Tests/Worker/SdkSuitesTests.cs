using System.Diagnostics;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Worker;

/// <summary>The suites of the SDKs on the real worker. <c>./test</c> itself runs them against <c>./run</c>.</summary>
public sealed class SdkSuitesTests(LocalApp app) : IClassFixture<LocalApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("python")]
    public async Task An_SDK_works_on_the_worker(string sdk)
    {
        Assert.SkipUnless(app.IsOnWorker, "the suites of the SDKs run against ./run; on the worker with FLUIDCLOUD_TEST_HOST=worker.");
        var client = await app.NewTenantAsync();
        var suite = new ProcessStartInfo(Path.Combine(RepositoryRoot.Path, "sdk", sdk, "test"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["FLUIDCLOUD_BASE_URL"] = app.BaseAddress.ToString(), ["FLUIDCLOUD_API_KEY"] = client.Key },
        };
        using var process = Process.Start(suite)!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));

        // The timers of this worker are fired by hand.
        while (!said.IsCompleted)
        {
            await app.AppendReceiptsAsync();
            await app.RunMaintenanceAsync();
            await Task.WhenAny(said, Task.Delay(TimeSpan.FromSeconds(1), Cancel));
        }
        await process.WaitForExitAsync(Cancel);
        var text = string.Join('\n', await said);
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        process.ExitCode.ShouldBe(0, text);
        text.ShouldContain(" passed, 0 failed, ");
    }
}
