using System.Globalization;
using System.Text;
using FluidCloud.Adapters.Pictures;
using FluidCloud.Core.MediaTypes;
using FluidCloud.Core.Previews;
using FluidCloud.Tests.Hosting;
using ImageMagick;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

/// <summary>Real pictures through the real converter.</summary>
public sealed class PictureConverterTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, Contract(146)]
    [InlineData(MagickFormat.Tiff, ImageFormat.Tiff)]
    [InlineData(MagickFormat.Tiff64, ImageFormat.Tiff)]
    [InlineData(MagickFormat.Bmp, ImageFormat.Bmp)]
    public async Task An_image_becomes_a_JPEG_of_its_size_and_colours(MagickFormat made, ImageFormat format)
    {
        var jpeg = await Make(format, TestPicture.Make(made, 300, 200));

        SizeOf(jpeg).ShouldBe((300, 200));
        ShouldBeBlue(TestPicture.Pixel(jpeg, 75, 100));
        ShouldBeRed(TestPicture.Pixel(jpeg, 225, 100));
    }

    [Theory, Contract(146)]
    [InlineData("heic")]
    [InlineData("heix")]
    [InlineData("mif1")]
    [InlineData("msf1")]
    public async Task A_picture_of_a_phone_is_upright_under_each_brand(string brand)
    {
        var jpeg = await Make(ImageFormat.Heif, TestPicture.Branded(TestPicture.Phone, brand));

        SizeOf(jpeg).ShouldBe((120, 160));
        ShouldBeBlue(TestPicture.Pixel(jpeg, 60, 20));
        ShouldBeRed(TestPicture.Pixel(jpeg, 60, 140));
    }

    [Fact]
    public async Task A_TIFF_is_turned_as_it_says()
    {
        var jpeg = await Make(ImageFormat.Tiff, TestPicture.Make(MagickFormat.Tiff, 400, 200, picture => picture.Orientation = Orientation.RightTop));

        SizeOf(jpeg).ShouldBe((200, 400));
        ShouldBeBlue(TestPicture.Pixel(jpeg, 100, 50));
        ShouldBeRed(TestPicture.Pixel(jpeg, 100, 350));
    }

    [Fact]
    public async Task Colours_that_come_with_a_profile_become_those_of_browsers()
    {
        var tiff = TestPicture.Make(MagickFormat.Tiff, 100, 100, picture => picture.TransformColorSpace(ColorProfiles.SRGB, ColorProfiles.AdobeRGB1998));

        var pixel = TestPicture.Pixel(await Make(ImageFormat.Tiff, tiff), 75, 50);

        // Left as they are, they would be 219, 0, 0.
        (pixel[0] > 248 && pixel[1] < 12 && pixel[2] < 12).ShouldBeTrue(string.Join(' ', pixel));
    }

    /// <summary>As printers and scanners leave them.</summary>
    [Theory]
    [InlineData(ColorSpace.CMYK)]
    [InlineData(ColorSpace.Lab)]
    public async Task Colours_of_another_kind_become_those_of_browsers(ColorSpace colours)
    {
        var jpeg = await Make(ImageFormat.Tiff, TestPicture.Make(MagickFormat.Tiff, 100, 100, picture => picture.ColorSpace = colours));

        var (left, right) = (TestPicture.Pixel(jpeg, 25, 50), TestPicture.Pixel(jpeg, 75, 50));
        (left.Count, right.Count).ShouldBe((3, 3));
        (left[2] > left[0] && right[0] > right[2]).ShouldBeTrue($"{string.Join(' ', left)}, {string.Join(' ', right)}");
    }

    [Fact]
    public async Task Sixteen_bits_become_eight_and_transparent_pixels_white()
    {
        var deep = await Make(ImageFormat.Tiff, TestPicture.Make(MagickFormat.Tiff, 100, 100, picture => picture.Depth = 16));
        var clear = await Make(ImageFormat.Tiff, TestPicture.Make(MagickFormat.Tiff, 100, 100, picture =>
        {
            picture.Alpha(AlphaAction.Set);
            picture.Evaluate(Channels.Alpha, EvaluateOperator.Set, 0);
        }));

        ShouldBeBlue(TestPicture.Pixel(deep, 25, 50));
        TestPicture.Pixel(clear, 25, 50).ShouldAllBe(value => value > 250);
    }

    [Theory]
    [InlineData("heic", ImageFormat.Heif)]
    [InlineData("tiff", ImageFormat.Tiff)]
    [InlineData("bmp", ImageFormat.Bmp)]
    public async Task A_large_one_is_made_smaller(string extension, ImageFormat format) =>
        SizeOf(await Make(format, TestPicture.MakeWide(extension))).ShouldBe((2048, 1024));

    [Theory]
    [InlineData("125x93 1000x750 4000x3000", "2048x1536")]
    [InlineData("4000x3000 2000x1500 125x93", "2048x1536")]
    [InlineData("160x120 800x600", "800x600")]
    [InlineData("300x200 300x200", "300x200")]
    public async Task Of_several_images_in_a_TIFF_it_is_the_largest(string sizes, string expected)
    {
        var jpeg = await Make(ImageFormat.Tiff, TestPicture.MakeTiff([.. sizes.Split(' ').Select(Parse)]));

        SizeOf(jpeg).ShouldBe(Parse(expected));

        static (int, int) Parse(string size) => (int.Parse(size.Split('x')[0], CultureInfo.InvariantCulture), int.Parse(size.Split('x')[1], CultureInfo.InvariantCulture));
    }

    /// <summary>As cameras and scanners of slides store them: the first directory is a thumbnail and names the others.</summary>
    [Fact]
    public async Task An_image_in_a_sub_directory_counts_and_a_mask_and_raw_data_do_not()
    {
        var jpeg = await Make(ImageFormat.Tiff, TiffTree.Build(
            new(40, 30, Subfile: 1) { Children = [new(400, 300), new(9000, 9000, Photometric: 32803), new(800, 600, Subfile: 4)] }));

        SizeOf(jpeg).ShouldBe((400, 300));
    }

    [Fact]
    public async Task A_TIFF_whose_directories_name_each_other_comes_to_an_end()
    {
        var tiff = TestPicture.MakeTiff((30, 20), (60, 40));
        // The second directory's successor: the first one. Little-endian, as the library writes.
        var first = BitConverter.ToInt32(tiff, 4);
        var second = BitConverter.ToInt32(tiff, first + 2 + 12 * BitConverter.ToUInt16(tiff, first));
        BitConverter.GetBytes(first).CopyTo(tiff, second + 2 + 12 * BitConverter.ToUInt16(tiff, second));

        SizeOf(await Make(ImageFormat.Tiff, tiff)).ShouldBe((60, 40));
    }

    [Fact]
    public async Task Nothing_is_kept_but_the_picture()
    {
        var tiff = TestPicture.Make(MagickFormat.Tiff, 100, 100, picture =>
        {
            picture.Comment = "secret place";
            picture.SetAttribute("tiff:artist", "secret name");
        });
        Encoding.Latin1.GetString(tiff).ShouldContain("secret");
        Encoding.Latin1.GetString(TestPicture.Phone).ShouldContain("Test phone");

        foreach (var jpeg in new[] { await Make(ImageFormat.Tiff, tiff), await Make(ImageFormat.Heif, TestPicture.Phone) })
        {
            Encoding.Latin1.GetString(jpeg).ShouldNotContain("secret");
            Encoding.Latin1.GetString(jpeg).ShouldNotContain("Test phone");
            // JFIF, tables and the frame: no Exif, no XMP, no colour profile, no comment.
            JpegFile.Read(jpeg).Markers.ShouldBeSubsetOf(new byte[] { 0xE0, 0xDB, 0xC0, 0xC2, 0xC4, 0xDD });
        }
    }

    [Theory]
    [InlineData("heic", ImageFormat.Heif)]
    [InlineData("tiff", ImageFormat.Tiff)]
    [InlineData("bmp", ImageFormat.Bmp)]
    public async Task One_that_is_cut_off_is_refused(string extension, ImageFormat format)
    {
        var whole = extension == "heic" ? TestPicture.Phone : TestPicture.Make(Enum.Parse<MagickFormat>(extension, ignoreCase: true), 300, 200);

        (await Should.ThrowAsync<NoPreviewException>(() => Make(format, whole[..(whole.Length / 3)]))).Message.ShouldContain("can't be read");
        foreach (var damaged in new[] { whole[..20], [.. whole[..16], .. new byte[500]], [] })
            await Should.ThrowAsync<NoPreviewException>(() => Make(format, damaged));
    }

    /// <summary>No other decoder gets to see it, whatever it is called.</summary>
    [Theory]
    [InlineData(ImageFormat.Heif)]
    [InlineData(ImageFormat.Tiff)]
    [InlineData(ImageFormat.Bmp)]
    public async Task One_of_another_format_than_was_detected_is_refused(ImageFormat format)
    {
        var script = "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='/etc/passwd'/></svg>"u8.ToArray();
        foreach (var other in new[] { TestPicture.Make(MagickFormat.Png, 30, 20), script, "push graphic-context\nimage over 0,0 9,9 '/etc/passwd'\n"u8.ToArray() })
            await Should.ThrowAsync<NoPreviewException>(() => Make(format, other));
    }

    [Theory]
    [InlineData(ImageFormat.Tiff)]
    [InlineData(ImageFormat.Bmp)]
    public async Task One_that_claims_to_be_huge_is_refused(ImageFormat format) =>
        (await Should.ThrowAsync<NoPreviewException>(() => Make(format, ImageBomb.Of(format, 50_000)))).Message.ShouldContain("50000 x 50000 pixels");

    /// <summary>Whatever the other images of the file are like.</summary>
    [Fact]
    public async Task More_pixels_than_allowed_are_refused_by_the_size_of_what_is_decoded()
    {
        var tiff = TestPicture.MakeTiff((30, 20), (300, 200));

        var error = await Should.ThrowAsync<NoPreviewException>(() => Make(ImageFormat.Tiff, tiff, new() { MaxPixels = 59_999 }));

        error.Message.ShouldBe("the image has 300 x 200 pixels, more than 59999 in all");
        SizeOf(await Make(ImageFormat.Tiff, tiff, new() { MaxPixels = 60_000 })).ShouldBe((300, 200));
    }

    [Fact]
    public async Task What_takes_more_memory_than_allowed_is_refused() =>
        (await Should.ThrowAsync<NoPreviewException>(() => Make(
            ImageFormat.Tiff, TestPicture.MakeTiff((12_000, 8_000)), new() { MaxMemory = 64 * 1024 * 1024 }))).Message.ShouldContain("takes too much");

    private static Task<byte[]> Make(ImageFormat format, byte[] image, PreviewLimits? limits = null) =>
        new PictureConverter(limits ?? new()).Convert(format, new MemoryStream(image), image.Length, Cancel);

    private static (int Width, int Height) SizeOf(byte[] jpeg) => (JpegFile.Read(jpeg).Width, JpegFile.Read(jpeg).Height);

    private static void ShouldBeBlue(IReadOnlyList<byte> pixel) => (pixel[0] < 80 && pixel[1] < 80 && pixel[2] > 180).ShouldBeTrue(string.Join(' ', pixel));

    private static void ShouldBeRed(IReadOnlyList<byte> pixel) => (pixel[0] > 180 && pixel[1] < 80 && pixel[2] < 80).ShouldBeTrue(string.Join(' ', pixel));
}
