using FluidCloud.Local.ClamAv;
using FluidCloud.Tests.Scenarios;

namespace FluidCloud.Tests.Hosting;

/// <summary>A real clamd that knows one virus: the EICAR test file.</summary>
public sealed class ClamAvFixture : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("fluidcloud-clamav-").FullName;
    private readonly List<ClamAvProcess> started = [];

    private string Signatures => Path.Combine(directory, "signatures");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Signatures);
        // NAME:any kind of file:at any offset:hex
        await File.WriteAllTextAsync(Path.Combine(Signatures, "test.ndb"), $"Test.Eicar:0:*:{Convert.ToHexStringLower(Malware.Eicar)}\n");
    }

    /// <summary>Starts one of the test's own, or skips the test where ClamAV is not installed.</summary>
    public async Task<ClamAvProcess> StartAsync(int maxMegabytes = 100)
    {
        Assert.SkipUnless(ClamAvProcess.Find() is not null, "clamd is not installed (apt-get install clamav-daemon).");
        var clamd = await ClamAvProcess.Start(
            Path.Combine(directory, Guid.NewGuid().ToString()), Signatures, TestContext.Current.CancellationToken, maxMegabytes);
        started.Add(clamd);
        return clamd;
    }

    public async Task StopAsync(ClamAvProcess clamd)
    {
        started.Remove(clamd);
        await clamd.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var clamd in started)
            await clamd.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }
}
