using System.Diagnostics;
using System.Globalization;
using FluidCloud.Adapters.Vips;
using FluidCloud.Core.Previews;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

/// <summary>Real images through real libvips, and what keeps its processes within bounds.</summary>
public sealed class VipsConverterTests : IDisposable
{
    private readonly ImageTools images = new();
    private readonly DirectoryInfo tools = Directory.CreateTempSubdirectory("fluidcloud-tools-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A HEIC whose picture, blue left and red right, is to be turned by 90 degrees clockwise (its <c>irot</c> box).</summary>
    private static readonly byte[] TurnedHeic = Convert.FromBase64String(
        "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAUttZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAAImlsb2MAAAAA"
        + "REAAAQABAAAAAAFlAAEAAAAKAAAAJAAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEAAGh2YzEAAAAAy2lwcnAAAACsaXBjbwAAAHdodmNDAQNwAAAAAAAAAAAAHvAA/P34"
        + "+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQCEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoBAgQWW6TkpLm4EBAwIAAAMAAgAAAwACECIAAQAGRAHAcYESAAAAFGlz"
        + "cGUAAAAAAAAAgAAAAEAAAAAQcGl4aQAAAAADCAgIAAAACWlyb3QDAAAAF2lwbWEAAAAAAAAAAQABBIECg4QAAAAsbWRhdAAAACAoAa1gyWD/4RnX9l7T2+xnJZqAQz5N2/1Z"
        + "cfwU7hd8MA==");

    public void Dispose()
    {
        images.Dispose();
        tools.Delete(recursive: true);
    }

    [Theory, Contract(146)]
    [InlineData("heic", ImageFormat.Heif)]
    [InlineData("heif", ImageFormat.Heif)]
    [InlineData("tiff", ImageFormat.Tiff)]
    [InlineData("bmp", ImageFormat.Bmp)]
    public async Task An_image_becomes_a_JPEG_of_its_size_and_colours(string extension, ImageFormat format)
    {
        var jpeg = await Make(format, await images.MakeAsync(extension, 300, 200));

        var file = JpegFile.Read(jpeg);
        (file.Width, file.Height).ShouldBe((300, 200));
        ShouldBeBlue(await images.PixelAsync(jpeg, 75, 100));
        ShouldBeRed(await images.PixelAsync(jpeg, 225, 100));
    }

    [Fact]
    public async Task Colours_that_come_with_a_profile_become_those_of_browsers()
    {
        var jpeg = await Make(ImageFormat.Tiff, await images.MakeAsync("tiff", 100, 100, profile: "p3"));

        var pixel = await images.PixelAsync(jpeg, 75, 50);
        // Left as they are, they would be 234, 51, 35.
        (pixel[0] > 248 && pixel[1] < 12 && pixel[2] < 12).ShouldBeTrue(string.Join(' ', pixel));
    }

    /// <summary>As printers and scanners leave them.</summary>
    [Theory]
    [InlineData("CMYK")]
    [InlineData("Lab")]
    public async Task Colours_of_another_kind_become_those_of_browsers(string colours)
    {
        var jpeg = await Make(ImageFormat.Tiff, await images.MakeAsync("tiff", 100, 100, options: ["-colorspace", colours, "+type"]));

        var (left, right) = (await images.PixelAsync(jpeg, 25, 50), await images.PixelAsync(jpeg, 75, 50));
        (left.Count, right.Count).ShouldBe((3, 3));
        (left[2] > left[0] && right[0] > right[2]).ShouldBeTrue($"{string.Join(' ', left)}, {string.Join(' ', right)}");
    }

    [Fact]
    public async Task It_is_upright()
    {
        // EXIF 6, "right-top": to be turned by 90 degrees clockwise.
        var tiff = await Make(ImageFormat.Tiff, await images.MakeAsync("tiff", 400, 200, options: ["-orient", "right-top"]));
        var heic = await Make(ImageFormat.Heif, TurnedHeic);

        (JpegFile.Read(tiff).Width, JpegFile.Read(tiff).Height).ShouldBe((200, 400));
        ShouldBeBlue(await images.PixelAsync(tiff, 100, 50));
        ShouldBeRed(await images.PixelAsync(tiff, 100, 350));
        (JpegFile.Read(heic).Width, JpegFile.Read(heic).Height).ShouldBe((64, 128));
        ShouldBeBlue(await images.PixelAsync(heic, 32, 16));
        ShouldBeRed(await images.PixelAsync(heic, 32, 112));
    }

    [Theory]
    [InlineData("heic", ImageFormat.Heif)]
    [InlineData("tiff", ImageFormat.Tiff)]
    [InlineData("bmp", ImageFormat.Bmp)]
    public async Task A_large_one_is_made_smaller(string extension, ImageFormat format)
    {
        var file = JpegFile.Read(await Make(format, await images.MakeAsync(extension, 3000, 1500)));

        (file.Width, file.Height).ShouldBe((2048, 1024));
    }

    [Fact]
    public async Task Nothing_is_kept_but_the_picture()
    {
        var tiff = await images.MakeAsync("tiff", 100, 100, options: ["-set", "comment", "secret place", "-set", "tiff:artist", "secret name"]);
        System.Text.Encoding.Latin1.GetString(tiff).ShouldContain("secret");

        var jpeg = await Make(ImageFormat.Tiff, tiff);

        System.Text.Encoding.Latin1.GetString(jpeg).ShouldNotContain("secret");
        // JFIF, tables and the frame: no Exif, no XMP, no colour profile, no comment.
        JpegFile.Read(jpeg).Markers.ShouldBeSubsetOf(new byte[] { 0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDD });
    }

    [Theory]
    [InlineData("heic", ImageFormat.Heif)]
    [InlineData("tiff", ImageFormat.Tiff)]
    [InlineData("bmp", ImageFormat.Bmp)]
    public async Task One_that_is_cut_off_is_refused(string extension, ImageFormat format)
    {
        var whole = await images.MakeAsync(extension, 300, 200);

        (await Should.ThrowAsync<NoPreviewException>(() => Make(format, whole[..(whole.Length / 3)]))).Message.ShouldContain("can't be read");
        foreach (var damaged in new[] { whole[..20], [.. whole[..16], .. new byte[500]] })
            await Should.ThrowAsync<NoPreviewException>(() => Make(format, damaged));
    }

    /// <summary>A PNG is no TIFF, whatever it is called: no other decoder gets to see it.</summary>
    [Theory]
    [InlineData(ImageFormat.Heif)]
    [InlineData(ImageFormat.Tiff)]
    [InlineData(ImageFormat.Bmp)]
    public async Task One_of_another_format_than_was_detected_is_refused(ImageFormat format)
    {
        var png = await images.MakeAsync("png", 30, 20);

        await Should.ThrowAsync<NoPreviewException>(() => Make(format, png));
    }

    [Theory]
    [InlineData(ImageFormat.Tiff)]
    [InlineData(ImageFormat.Bmp)]
    public async Task One_that_claims_to_be_huge_is_refused(ImageFormat format)
    {
        ImageTools.Require();
        var clock = Stopwatch.StartNew();

        await Should.ThrowAsync<NoPreviewException>(() => Make(format, Bomb(format, 50_000)));

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task More_pixels_than_allowed_are_refused()
    {
        var tiff = await images.MakeAsync("tiff", 300, 200);

        var error = await Should.ThrowAsync<NoPreviewException>(() =>
            new VipsConverter(new() { MaxPixels = 59_999 }).Convert(ImageFormat.Tiff, new MemoryStream(tiff), Cancel));

        error.Message.ShouldBe("the image has 300 x 200 pixels, more than 59999 in all");
    }

    [Fact]
    public async Task A_process_that_hangs_is_ended_with_its_folder()
    {
        var converter = With("vipsheader", "echo $$ >\"$PIDS\"; pwd >>\"$PIDS\"; exec sleep 600");
        using var limit = new CancellationTokenSource();

        var conversion = converter.Convert(ImageFormat.Tiff, new MemoryStream([1]), limit.Token);
        await TenantClient.UntilAsync("it runs", () => Task.FromResult(File.Exists(Pids) && File.ReadAllLines(Pids).Length == 2));
        await limit.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => conversion);
        var said = await File.ReadAllLinesAsync(Pids, Cancel);
        Should.Throw<ArgumentException>(() => Process.GetProcessById(int.Parse(said[0], CultureInfo.InvariantCulture)));
        Directory.Exists(said[1]).ShouldBeFalse();
    }

    /// <summary>The first holds its pipes open, the second has left them.</summary>
    [Theory]
    [InlineData("sleep 600 & echo $! >\"$PIDS\"; exit 1")]
    [InlineData("sleep 600 <&- >/dev/null 2>&1 & echo $! >\"$PIDS\"; exit 1")]
    public async Task What_a_process_leaves_behind_ends_with_it(string script)
    {
        var converter = With("vipsheader", script);

        await Should.ThrowAsync<NoPreviewException>(() =>
            converter.Convert(ImageFormat.Tiff, new MemoryStream([1]), Cancel).WaitAsync(TimeSpan.FromMinutes(2), Cancel));

        var stat = $"/proc/{(await File.ReadAllTextAsync(Pids, Cancel)).Trim()}/stat";
        await TenantClient.UntilAsync("it has ended", () => Task.FromResult(!File.Exists(stat) || File.ReadAllText(stat).Contains(") Z", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_process_gets_nothing_of_ours_and_limits()
    {
        Environment.SetEnvironmentVariable("FLUIDCLOUD_TEST_SECRET", "secret");
        var converter = With("vipsheader", "env >\"$PIDS\"; ulimit -v >>\"$PIDS\"; exit 1");

        await Should.ThrowAsync<NoPreviewException>(() => converter.Convert(ImageFormat.Tiff, new MemoryStream([1]), Cancel));

        var said = await File.ReadAllLinesAsync(Pids, Cancel);
        said.Where(line => line.Contains('=', StringComparison.Ordinal)).Select(line => line.Split('=')[0])
            .ShouldBeSubsetOf(["PATH", "HOME", "TMPDIR", "VIPS_CONCURRENCY", "VIPS_BLOCK_UNTRUSTED", "PWD", "OLDPWD", "SHLVL", "_"]);
        said[^1].ShouldBe($"{1024 * 1024}"); // KiB: one GiB of address space.
    }

    [Fact]
    public async Task What_is_made_is_looked_at()
    {
        var converter = With("vipsheader", "echo 'source: 30x20 uchar, 3 bands, srgb, tiffload'", ("vipsthumbnail", "echo no JPEG >preview.jpg"));

        await Should.ThrowAsync<InvalidDataException>(() => converter.Convert(ImageFormat.Tiff, new MemoryStream([1]), Cancel));
    }

    [Fact]
    public void Where_libvips_is_not_installed_it_says_so() =>
        new VipsConverter(new(), tools.FullName).Missing.ShouldNotBeNull().ShouldContain("libvips");

    private string Pids => Path.Combine(tools.FullName, "said");

    private static Task<byte[]> Make(ImageFormat format, byte[] image) => new VipsConverter(new()).Convert(format, new MemoryStream(image), Cancel);

    /// <summary>With scripts in the place of libvips.</summary>
    private VipsConverter With(string name, string script, params (string Name, string Script)[] others)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/prlimit"), "prlimit is not installed (apt-get install util-linux).");
        foreach (var (tool, body) in others.Append((name, script)).Prepend(("vipsthumbnail", "exit 1")))
        {
            var file = Path.Combine(tools.FullName, tool);
            File.WriteAllText(file, "#!/bin/sh\n" + body.Replace("$PIDS", Pids, StringComparison.Ordinal) + "\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        return new(new(), tools.FullName + ":/usr/bin:/bin");
    }

    /// <summary>A header without a picture.</summary>
    internal static byte[] Bomb(ImageFormat format, int edge)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        if (format == ImageFormat.Bmp)
        {
            writer.Write("BM"u8);
            foreach (var value in new[] { 54, 0, 54, 40, edge, edge, 1 | (24 << 16), 0, 0, 2835, 2835, 0, 0 })
                writer.Write(value);
            return bytes.ToArray();
        }
        (short Tag, int Value)[] entries =
            [(256, edge), (257, edge), (258, 8), (259, 1), (262, 1), (273, 122), (277, 1), (278, edge), (279, 16)];
        writer.Write("II*\0"u8);
        writer.Write(8);
        writer.Write((short)entries.Length);
        foreach (var (tag, value) in entries)
        {
            writer.Write(tag);
            writer.Write((short)4);
            writer.Write(1);
            writer.Write(value);
        }
        writer.Write(new byte[20]);
        return bytes.ToArray();
    }

    private static void ShouldBeBlue(IReadOnlyList<int> pixel) => (pixel[0] < 80 && pixel[1] < 80 && pixel[2] > 180).ShouldBeTrue(string.Join(' ', pixel));

    private static void ShouldBeRed(IReadOnlyList<int> pixel) => (pixel[0] > 180 && pixel[1] < 80 && pixel[2] < 80).ShouldBeTrue(string.Join(' ', pixel));
}
