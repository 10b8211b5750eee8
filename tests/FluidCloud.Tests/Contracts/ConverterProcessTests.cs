using System.Diagnostics;
using FluidCloud.Adapters.Pictures;
using FluidCloud.Converter;
using FluidCloud.Core.MediaTypes;
using FluidCloud.Core.Previews;
using FluidCloud.Tests.Hosting;
using ImageMagick;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

/// <summary>The process that converts: what it may do to its parent, which is nothing, and what is left of it, which is nothing too.</summary>
public sealed class ConverterProcessTests : IDisposable
{
    private readonly DirectoryInfo scripts = Directory.CreateTempSubdirectory("fluidcloud-scripts-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => scripts.Delete(recursive: true);

    [Fact, Contract(149)]
    public async Task A_converter_that_crashes_is_a_refusal_and_leaves_nothing()
    {
        var child = new ChildOfMine(size: 1_000_001);
        var conversion = new PictureConverter(new()).Convert(ImageFormat.Tiff, child.Image, child.Size, Cancel);

        await child.Crash();

        (await Should.ThrowAsync<NoPreviewException>(() => conversion.WaitAsync(TimeSpan.FromMinutes(1), Cancel)))
            .Message.ShouldBe("the image can't be read, or takes too much to read");
        await child.ShouldBeGoneWithItsFolder();
    }

    [Fact, Contract(149)]
    public async Task A_converter_that_hangs_is_killed_with_its_folder()
    {
        using var limit = new CancellationTokenSource();
        var child = new ChildOfMine(size: 1_000_002);
        var conversion = new PictureConverter(new()).Convert(ImageFormat.Tiff, child.Image, child.Size, limit.Token);

        await child.Signal("STOP");
        await limit.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => conversion.WaitAsync(TimeSpan.FromMinutes(1), Cancel));
        await child.ShouldBeGoneWithItsFolder();
    }

    /// <summary>As when the host is killed: nobody is left to kill the converter.</summary>
    [Fact]
    public async Task A_converter_ends_with_its_parent()
    {
        var image = TestPicture.Make(MagickFormat.Tiff, 8000, 6000, picture => picture.Settings.Compression = CompressionMethod.LZW);
        var arguments = new ConverterArguments("Tiff", image.Length, 2048, 100_000_000, 1 << 30, 60).ToTexts();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "FluidCloud.Converter.dll"), .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;

        await process.StandardInput.BaseStream.WriteAsync(image, Cancel);
        process.StandardInput.Close();

        await process.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromMinutes(1), Cancel);
        process.ExitCode.ShouldNotBe(0);
        (await process.StandardOutput.ReadToEndAsync(Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_converter_gets_nothing_of_ours()
    {
        Environment.SetEnvironmentVariable("FLUIDCLOUD_TEST_SECRET", "secret");
        var converter = With("env >\"$SAID\"; pwd >>\"$SAID\"; exit 1");

        await Should.ThrowAsync<NoPreviewException>(() => converter.Convert(ImageFormat.Tiff, new MemoryStream([1]), 1, Cancel));

        var said = await File.ReadAllLinesAsync(Said, Cancel);
        said.Where(line => line.Contains('=', StringComparison.Ordinal)).Select(line => line.Split('=')[0])
            .ShouldBeSubsetOf(["DOTNET_GCHeapHardLimit", "DOTNET_EnableDiagnostics", "DOTNET_TieredPGO", "PWD", "OLDPWD", "SHLVL", "_"]);
        Directory.Exists(said[^1]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("echo no JPEG")]
    [InlineData("true")]
    [InlineData("head -c 20000000 /dev/zero")]
    public async Task What_is_made_is_looked_at(string script) =>
        await Should.ThrowAsync<InvalidDataException>(() => With(script).Convert(ImageFormat.Tiff, new MemoryStream([1]), 1, Cancel));

    [Fact]
    public async Task A_converter_that_talks_without_end_is_no_danger() =>
        (await Should.ThrowAsync<NoPreviewException>(() => With("head -c 20000000 /dev/zero >&2; exit 3").Convert(ImageFormat.Tiff, new MemoryStream([1]), 1, Cancel)))
            .Message.Length.ShouldBeLessThan(5000);

    [Fact]
    public void What_a_killed_host_has_left_behind_is_removed_and_what_is_in_use_is_not()
    {
        var (old, young) = (Directory.CreateTempSubdirectory("fluidcloud-preview-"), Directory.CreateTempSubdirectory("fluidcloud-preview-"));
        File.WriteAllText(Path.Combine(old.FullName, "picture"), "");
        old.LastWriteTimeUtc = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-11);

        ConversionFolder.RemoveLeftovers(TimeProvider.System.GetUtcNow().UtcDateTime);

        (Directory.Exists(old.FullName), Directory.Exists(young.FullName)).ShouldBe((false, true));
        young.Delete();
    }

    [Fact]
    public void Where_the_converter_is_not_there_it_says_so()
    {
        new PictureConverter(new()).Missing.ShouldBeNull();
        new PictureConverter(new(), [Path.Combine(scripts.FullName, "dotnet")]).Missing.ShouldNotBeNull().ShouldContain("converter");
    }

    private string Said => Path.Combine(scripts.FullName, "said");

    /// <summary>With a script in the place of the converter.</summary>
    private PictureConverter With(string script)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "There is no /bin/sh.");
        var file = Path.Combine(scripts.FullName, "converter.sh");
        File.WriteAllText(file, "PATH=/usr/bin:/bin\n" + script.Replace("$SAID", Said, StringComparison.Ordinal) + "\n");
        return new(new(), ["/bin/sh", file]);
    }

    /// <summary>The real converter of this process, which waits for the rest of its image.</summary>
    private sealed class ChildOfMine
    {
        private int id;
        private string folder = "";

        /// <param name="size">By which it is told from those of other tests.</param>
        public ChildOfMine(int size)
        {
            Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are found in /proc.");
            Size = size;
        }

        public int Size { get; }

        public Stream Image { get; } = new EndlessStream();

        public async Task Signal(string signal)
        {
            await TenantClient.UntilAsync("it runs", () => Task.FromResult(TryFind()));
            using var kill = Process.Start("kill", [$"-{signal}", $"{id}"]);
            await kill.WaitForExitAsync(Cancel);
        }

        /// <summary>The runtime passes over the first one, as nothing is wrong where it stands.</summary>
        public Task Crash() => TenantClient.UntilAsync("it has crashed", async () =>
        {
            await Signal("SEGV");
            return !Directory.Exists($"/proc/{id}");
        });

        public async Task ShouldBeGoneWithItsFolder()
        {
            await TenantClient.UntilAsync("it has ended", () => Task.FromResult(!Directory.Exists($"/proc/{id}")));
            folder.ShouldContain("fluidcloud-preview-");
            Directory.Exists(folder).ShouldBeFalse();
        }

        private bool TryFind()
        {
            if (id != 0)
                return true;
            foreach (var process in Process.GetProcessesByName("dotnet"))
            {
                using (process)
                {
                    if (Read($"/proc/{process.Id}/cmdline") is { } line && line.Contains("FluidCloud.Converter.dll", StringComparison.Ordinal) && line.Contains($"\0{Size}\0", StringComparison.Ordinal))
                        (id, folder) = (process.Id, Directory.ResolveLinkTarget($"/proc/{process.Id}/cwd", returnFinalTarget: false)!.FullName);
                }
            }
            return id != 0;
        }

        private static string? Read(string path)
        {
            try
            {
                return File.ReadAllText(path);
            }
            catch (IOException)
            {
                return null; // It has ended.
            }
        }
    }

    /// <summary>One byte, and then none until the reader gives up.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        private bool begun;

        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            if (!begun)
                await destination.WriteAsync(new byte[1], cancellationToken);
            begun = true;
            await destination.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }
}
