using System.Globalization;
using System.Text.RegularExpressions;
using FluidCloud.Core.Previews;

namespace FluidCloud.Adapters.Vips;

/// <summary>
/// Converts with libvips' command line tools, each run in a temporary folder of its own under limits. First only the
/// header is read: whether libvips takes the image for what was detected, and how large it claims to be.
/// </summary>
/// <remarks>https://www.libvips.org/API/current/using-vipsthumbnail.html</remarks>
public sealed partial class VipsConverter(PreviewLimits limits, string path) : IPreviewConverter
{
    /// <summary>The name is ours, and says nothing. libvips goes by the bytes, and what it takes them for is checked.</summary>
    private const string Source = "source";

    /// <summary>In bytes: more than four million pixels ever take.</summary>
    private const long LargestCopy = 16 * 1024 * 1024;

    private readonly ChildProcess? header = ChildProcess.Find("vipsheader", path, limits);
    private readonly ChildProcess? thumbnail = ChildProcess.Find("vipsthumbnail", path, limits);

    public VipsConverter(PreviewLimits limits) : this(limits, Environment.GetEnvironmentVariable("PATH") ?? "") { }

    public string? Missing => header is null || thumbnail is null ? "libvips is not installed on this server" : null;

    public async Task<byte[]> Convert(ImageFormat format, Stream image, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("fluidcloud-preview-");
        try
        {
            await using (var file = new FileStream(Path.Combine(folder.FullName, Source), FileMode.CreateNew))
                await image.CopyToAsync(file, cancel);
            var environment = await Confine(format, folder, cancel);
            var fields = await header!.Run(["-a", Source], folder, environment, cancel);
            CheckHeader(format, fields);
            // Upright is its default. The arrow: only ever smaller. Behind transparent pixels is white.
            await thumbnail!.Run(
                [Source, "--size", $"{PreviewLimits.LongestEdge}x{PreviewLimits.LongestEdge}>", .. ColoursOf(fields),
                    "--output", $"{folder.FullName}/preview.jpg[Q=85,strip,background=255]"],
                folder, environment, cancel);
            return await ReadCopy(new(Path.Combine(folder.FullName, "preview.jpg")), cancel);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>
    /// BMP is the one format that libvips reads through ImageMagick, which is kept from every other. For the rest libvips
    /// blocks the loaders that it calls untrusted, ImageMagick among them.
    /// </summary>
    private static async Task<IReadOnlyDictionary<string, string>> Confine(ImageFormat format, DirectoryInfo folder, CancellationToken cancel)
    {
        if (format != ImageFormat.Bmp)
            return new Dictionary<string, string> { ["VIPS_BLOCK_UNTRUSTED"] = "1" };
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "policy.xml"), """
            <policymap>
              <policy domain="delegate" rights="none" pattern="*"/>
              <policy domain="filter" rights="none" pattern="*"/>
              <policy domain="path" rights="none" pattern="@*"/>
              <policy domain="coder" rights="none" pattern="*"/>
              <policy domain="coder" rights="read" pattern="BMP"/>
            </policymap>
            """, cancel);
        return new Dictionary<string, string> { ["MAGICK_CONFIGURE_PATH"] = folder.FullName, ["MAGICK_THREAD_LIMIT"] = "1" };
    }

    /// <summary>Colours that come with a profile are turned into those of browsers. All others are taken for these.</summary>
    private static IEnumerable<string> ColoursOf(string fields) =>
        fields.Contains("\nicc-profile-data:", StringComparison.Ordinal) ? ["--export-profile", "srgb"] : [];

    /// <param name="fields">
    /// They begin as in <c>source: 4032x3024 uchar, 3 bands, srgb, heifload</c>, or <c>source: 4032x3024, labq, tiffload</c>.
    /// </param>
    private void CheckHeader(ImageFormat format, string fields)
    {
        var match = FirstLine().Match(fields);
        if (!match.Success || match.Groups["loader"].Value != LoaderOf(format))
            throw new NoPreviewException("the image can't be read");
        var (width, height) = (Number("width"), Number("height"));
        if (width * height > limits.MaxPixels)
            throw new NoPreviewException($"the image has {width} x {height} pixels, more than {limits.MaxPixels} in all");

        long Number(string group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    private static string LoaderOf(ImageFormat format) => format switch
    {
        ImageFormat.Heif => "heifload",
        ImageFormat.Tiff => "tiffload",
        ImageFormat.Bmp => "magickload",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, message: null),
    };

    /// <summary>What was made of bytes that nobody vouches for is looked at before it is served.</summary>
    private static async Task<byte[]> ReadCopy(FileInfo file, CancellationToken cancel)
    {
        var jpeg = file.Length <= LargestCopy ? await File.ReadAllBytesAsync(file.FullName, cancel) : [];
        return JpegSize.Of(jpeg) is { } size && Math.Max(size.Width, size.Height) <= PreviewLimits.LongestEdge
            ? jpeg
            : throw new InvalidDataException("vipsthumbnail did not make what it was asked for.");
    }

    [GeneratedRegex(@"^source: (?<width>\d{1,9})x(?<height>\d{1,9})\b.*, (?<loader>\w+)\n")]
    private static partial Regex FirstLine();
}
