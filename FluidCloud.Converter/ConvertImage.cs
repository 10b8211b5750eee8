using ImageMagick;

namespace FluidCloud.Converter;

/// <summary>The conversion itself. The format is given, never guessed: another decoder than that format's can't be reached.</summary>
internal static class ConvertImage
{
    /// <returns>
    /// An upright JPEG in sRGB without metadata; the longest edge is at most <see cref="ConverterArguments.LongestEdge"/>, and a smaller
    /// image keeps its size. Transparent pixels are white.
    /// </returns>
    public static byte[] Run(ConverterArguments arguments, byte[] bytes)
    {
        Confine(arguments);
        if (arguments.Format == "Tiff")
            TiffImages.PutLargestFirst(bytes);
        var settings = new MagickReadSettings { Format = FormatOf(arguments.Format), FrameIndex = 0, FrameCount = 1 };
        CheckSize(arguments, bytes, settings);
        using var image = new MagickImage(bytes, settings);
        // The decoded size may differ from that in the header.
        Check(arguments, image.Width, image.Height);
        image.FilterType = FilterType.Triangle;
        image.Resize(new MagickGeometry((uint)arguments.LongestEdge) { Greater = true });
        image.AutoOrient();
        ToBrowserColours(image);
        image.Strip();
        image.Quality = 85;
        return image.ToByteArray(MagickFormat.Jpeg);
    }

    private static void Confine(ConverterArguments arguments)
    {
        // First, because ImageMagick reads its policy only once.
        MagickNET.SetEnvironmentVariable("MAGICK_CONFIGURE_PATH", Path.Combine(AppContext.BaseDirectory, "policy", arguments.Format));
        MagickNET.SetTempDirectory(Environment.CurrentDirectory);
        ResourceLimits.Thread = 1;
        ResourceLimits.Memory = (ulong)arguments.MaxMemory;
        // Pixels stay in memory: a bomb must not go on to fill the disk.
        ResourceLimits.Disk = 0;
        ResourceLimits.Time = (ulong)arguments.Seconds;
    }

    private static MagickFormat FormatOf(string format) => format switch
    {
        "Heif" => MagickFormat.Heic,
        "Tiff" => MagickFormat.Tiff,
        "Bmp" => MagickFormat.Bmp,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, message: null),
    };

    private static void CheckSize(ConverterArguments arguments, byte[] bytes, MagickReadSettings settings)
    {
        using var header = new MagickImage();
        header.Ping(bytes, settings);
        Check(arguments, header.Width, header.Height);
    }

    private static void Check(ConverterArguments arguments, uint width, uint height)
    {
        if ((long)width * height > arguments.MaxPixels)
            throw new RefusedException($"the image has {width} x {height} pixels, more than {arguments.MaxPixels} in all");
    }

    private static void ToBrowserColours(MagickImage image)
    {
        if (image.HasAlpha)
        {
            image.BackgroundColor = MagickColors.White;
            image.Alpha(AlphaAction.Remove);
        }
        // By the colour profile, or without one by the usual meaning of the colour space.
        if (image.GetColorProfile() is null || !image.TransformColorSpace(ColorProfiles.SRGB))
            image.ColorSpace = ColorSpace.sRGB;
    }
}
