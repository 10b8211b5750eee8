using System.IO.Compression;
using System.Net.Sockets;
using FluidCloud.Adapters.ClamAv;
using FluidCloud.Core.Scanning;
using FluidCloud.Local.ClamAv;
using FluidCloud.Local.Hosting;
using FluidCloud.Tests.Hosting;
using FluidCloud.Tests.Scenarios;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

/// <summary>What a real clamd says, and what is made of it.</summary>
public sealed class ClamAvScannerTests(ClamAvFixture clamAv) : IClassFixture<ClamAvFixture>
{
    private const int MiB = 1024 * 1024;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Clean_bytes_are_clean_and_the_test_file_is_found_wherever_it_begins()
    {
        var clamd = await clamAv.StartAsync();
        var scanner = new ClamAvScanner(clamd.Settings);

        foreach (var size in new[] { 0, 1, 128 * 1024, 3 * MiB + 1 })
            (await Scan(scanner, new byte[size])).ShouldBe(ScanVerdict.Clean);
        foreach (var offset in new[] { 0, 128 * 1024 - 30, 2 * MiB })
            (await Scan(scanner, [.. new byte[offset], .. Malware.Eicar, .. new byte[100]])).Threat.ShouldBe("Test.Eicar.UNOFFICIAL");
    }

    [Fact]
    public async Task Many_files_at_once_get_their_own_verdicts()
    {
        var clamd = await clamAv.StartAsync();
        var scanner = new ClamAvScanner(clamd.Settings);

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 40).Select(number =>
            Scan(scanner, number % 2 == 0 ? new byte[number * 1000] : [.. new byte[number * 1000], .. Malware.Eicar])));

        verdicts.Select(verdict => verdict.Threat is not null).ShouldBe(Enumerable.Range(0, 40).Select(number => number % 2 == 1));
    }

    [Fact]
    public async Task More_than_clamd_takes_is_no_verdict()
    {
        var clamd = await clamAv.StartAsync(maxMegabytes: 1);
        var scanner = new ClamAvScanner(clamd.Settings);

        (await Scan(scanner, new byte[MiB])).ShouldBe(ScanVerdict.Clean);
        foreach (var size in new[] { MiB + 1, 20 * MiB })
            await Should.ThrowAsync<BeyondScanLimitsException>(() => Scan(scanner, new byte[size]));
        scanner.SizeLimit.ShouldBe(MiB);
    }

    [Fact]
    public async Task What_clamd_does_not_look_into_is_no_verdict_and_no_virus()
    {
        var clamd = await clamAv.StartAsync(maxMegabytes: 1);

        var error = await Should.ThrowAsync<BeyondScanLimitsException>(() => Scan(new ClamAvScanner(clamd.Settings), ZipOfZeros(3 * MiB)));

        error.Message.ShouldContain("Limits.Exceeded");
    }

    /// <summary>clamd itself calls it clean: it passes over a packed member above its MaxFileSize without a word.</summary>
    [Fact]
    public async Task A_member_of_a_ZIP_that_is_larger_than_allowed_is_no_verdict()
    {
        var clamd = await clamAv.StartAsync();
        var scanner = new ClamAvScanner(clamd.Settings with { MaxBytes = MiB });

        await Should.ThrowAsync<BeyondScanLimitsException>(() => Scan(scanner, ZipOfZeros(MiB + 1)));
        (await Scan(scanner, ZipOfZeros(MiB))).ShouldBe(ScanVerdict.Clean);
    }

    [Fact]
    public async Task It_says_whether_it_works()
    {
        var clamd = await clamAv.StartAsync();
        var scanner = new ClamAvScanner(clamd.Settings);

        // The signatures of a test have no day.
        (await scanner.Check(Cancel)).ShouldBeNull();
        await clamAv.StopAsync(clamd);
        await Should.ThrowAsync<SocketException>(() => scanner.Check(Cancel));
    }

    [Fact]
    public async Task A_clamd_that_is_gone_gives_no_verdict()
    {
        var clamd = await clamAv.StartAsync();
        var scanner = new ClamAvScanner(clamd.Settings);
        (await Scan(scanner, [1, 2, 3])).ShouldBe(ScanVerdict.Clean);

        await clamAv.StopAsync(clamd);

        await Should.ThrowAsync<SocketException>(() => Scan(scanner, [1, 2, 3]));
    }

    [Fact]
    public async Task A_clamd_without_signatures_is_not_started_and_says_how_to_get_them()
    {
        Assert.SkipUnless(ClamAvProcess.Find() is not null, "clamd is not installed (apt-get install clamav-daemon).");
        var empty = Directory.CreateTempSubdirectory("fluidcloud-clamav-");

        var error = await Should.ThrowAsync<LocalHostException>(() => ClamAvProcess.Start(empty.FullName, empty.FullName, Cancel));

        error.Message.ShouldContain("freshclam");
        empty.Delete(recursive: true);
    }

    [Fact]
    public async Task A_clamd_that_does_not_start_is_not_waited_for()
    {
        Assert.SkipUnless(ClamAvProcess.Find() is not null, "clamd is not installed (apt-get install clamav-daemon).");
        var broken = Directory.CreateTempSubdirectory("fluidcloud-clamav-");
        await File.WriteAllTextAsync(Path.Combine(broken.FullName, "broken.ndb"), "this is no signature\n", Cancel);

        var error = await Should.ThrowAsync<LocalHostException>(() => ClamAvProcess.Start(broken.FullName, broken.FullName, Cancel));

        error.Message.ShouldContain("exit code");
        broken.Delete(recursive: true);
    }

    private static Task<ScanVerdict> Scan(ClamAvScanner scanner, byte[] bytes) => scanner.Scan(default, new MemoryStream(bytes), Cancel);

    private static byte[] ZipOfZeros(int size)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("zeros").Open())
            entry.Write(new byte[size]);
        return bytes.ToArray();
    }
}
