using System.Diagnostics;
using Shouldly;

namespace FluidCloud.Tests.Hosting;

/// <summary>Makes images with the tools of this machine, in a folder of its own; skips the test where they are missing.</summary>
public sealed class ImageTools : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fluidcloud-images-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static void Require()
    {
        foreach (var (tool, package) in new[] { ("vipsthumbnail", "libvips-tools"), ("convert", "imagemagick"), ("heif-enc", "libheif-examples") })
            Assert.SkipUnless(IsInstalled(tool), $"{tool} is not installed (apt-get install {package}).");
    }

    /// <summary>An image of which the left half is blue and the right half red.</summary>
    /// <param name="extension"><c>heic</c>, <c>heif</c>, or what ImageMagick knows.</param>
    /// <param name="profile">The same colours in another profile that libvips knows: <c>p3</c>. null for none.</param>
    public async Task<byte[]> MakeAsync(string extension, int width, int height, string? profile = null, params string[] options)
    {
        Require();
        var isHeif = extension is "heic" or "heif";
        var name = Guid.NewGuid().ToString();
        var first = name + (isHeif ? ".png" : "." + extension);
        await RunAsync("convert",
            ["-size", $"{width}x{height}", "xc:red", "-fill", "blue", "-draw", $"rectangle 0,0 {width / 2 - 1},{height}", "-depth", "8", "-type", "TrueColor",
                .. options, (isHeif ? "PNG24:" : "") + first]);
        if (profile is not null)
            await RunAsync("vips", ["icc_transform", first, first = $"{name}-{profile}.{extension}", profile, "--input-profile", "srgb"]);
        if (!isHeif)
            return await ReadAsync(first);
        await RunAsync("heif-enc", ["-p", "preset=ultrafast", first, "-o", name + ".heic"]);
        var bytes = await ReadAsync(name + ".heic");
        if (extension == "heif")
            "mif1"u8.CopyTo(bytes.AsSpan(8)); // Its brand: HEIF of any coding.
        return bytes;
    }

    /// <summary>Red, green and blue of a pixel.</summary>
    public async Task<IReadOnlyList<int>> PixelAsync(byte[] jpeg, int x, int y)
    {
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "look.jpg"), jpeg, Cancel);
        return [.. (await RunAsync("vips", ["getpoint", "look.jpg", $"{x}", $"{y}"])).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
    }

    public void Dispose() => folder.Delete(recursive: true);

    private Task<byte[]> ReadAsync(string name) => File.ReadAllBytesAsync(Path.Combine(folder.FullName, name), Cancel);

    private async Task<string> RunAsync(string tool, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            WorkingDirectory = folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
        await process.WaitForExitAsync(Cancel);
        process.ExitCode.ShouldBe(0, $"{tool}: {await errors}");
        return (await output).Trim();
    }

    public static bool IsInstalled(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(directory => File.Exists(Path.Combine(directory, tool)));
}
