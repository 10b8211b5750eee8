using ImageMagick;

namespace FluidCloud.Tests.Hosting;

/// <summary>Pictures of which the left half is blue and the right half red.</summary>
internal static class TestPicture
{
    /// <summary>
    /// As a phone stores it: 160 x 120 pixels that are to be turned by 90 degrees clockwise, which the file says twice, in its
    /// <c>irot</c> box and in its Exif data. No library writes HEIC; this file was made once, with heif-enc.
    /// </summary>
    public static byte[] Phone => ReadFile("phone.heic");

    /// <summary>2400 x 1200 pixels, as HEIC.</summary>
    public static byte[] Wide => ReadFile("wide.heic");

    /// <summary>The same file under another of the brands that HEIF has.</summary>
    /// <param name="major">Of four letters.</param>
    public static byte[] Branded(byte[] heic, string major)
    {
        var branded = heic.ToArray();
        System.Text.Encoding.ASCII.GetBytes(major, branded.AsSpan(8));
        return branded;
    }

    /// <param name="change">Of the picture, before it is stored.</param>
    public static byte[] Make(MagickFormat format, int width, int height, Action<MagickImage>? change = null)
    {
        using var picture = Draw(width, height);
        change?.Invoke(picture);
        return picture.ToByteArray(format);
    }

    /// <summary>Several images in one file, in this order.</summary>
    public static byte[] MakeTiff(params IReadOnlyList<(int Width, int Height)> sizes)
    {
        using var pictures = new MagickImageCollection();
        foreach (var (width, height) in sizes)
            pictures.Add(Draw(width, height));
        return pictures.ToByteArray(MagickFormat.Tiff);
    }

    /// <summary>A picture of 2400 x 1200 pixels in a format that browsers do not show.</summary>
    public static byte[] MakeWide(string extension) => extension switch
    {
        "heic" => Wide,
        "heif" => Branded(Wide, "mif1"),
        _ => Make(Enum.Parse<MagickFormat>(extension, ignoreCase: true), 2400, 1200),
    };

    /// <summary>Red, green and blue of a pixel, 0 to 255.</summary>
    public static IReadOnlyList<byte> Pixel(byte[] jpeg, int x, int y)
    {
        using var picture = new MagickImage(jpeg);
        using var pixels = picture.GetPixels();
        return pixels.GetPixel(x, y).ToArray();
    }

    private static MagickImage Draw(int width, int height)
    {
        var picture = new MagickImage(MagickColors.Red, (uint)width, (uint)height) { Depth = 8 };
        using var left = new MagickImage(MagickColors.Blue, (uint)Math.Max(1, width / 2), (uint)height);
        picture.Composite(left, 0, 0, CompositeOperator.Over);
        return picture;
    }

    private static byte[] ReadFile(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Pictures", name));
}
