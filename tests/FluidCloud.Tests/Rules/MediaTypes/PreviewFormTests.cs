using FluidCloud.Core.MediaTypes;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class PreviewFormTests
{
    [Theory, Contract(143, 144, 145, 146)]
    [InlineData("image/png", PreviewKind.Image)]
    [InlineData("image/jpeg", PreviewKind.Image)]
    [InlineData("video/mp4", PreviewKind.Video)]
    [InlineData("audio/mpeg", PreviewKind.Audio)]
    [InlineData("audio/aac", PreviewKind.Audio)]
    [InlineData("audio/webm", PreviewKind.Audio)]
    [InlineData("video/ogg", PreviewKind.Video)]
    [InlineData("application/pdf", PreviewKind.Pdf)]
    public void What_a_browser_shows_is_served_as_it_is(string mime, PreviewKind kind)
    {
        var form = PreviewForm.Of(mime).ShouldNotBeNull();

        (form.Kind, form.Mime, form.Source).ShouldBe((kind, mime, null));
    }

    [Theory, Contract(146)]
    [InlineData("image/heic", ImageFormat.Heif)]
    [InlineData("image/heif", ImageFormat.Heif)]
    [InlineData("image/heic-sequence", ImageFormat.Heif)]
    [InlineData("image/tiff", ImageFormat.Tiff)]
    [InlineData("image/bmp", ImageFormat.Bmp)]
    public void What_it_does_not_is_converted(string mime, ImageFormat source) =>
        PreviewForm.Of(mime).ShouldBe(new(PreviewKind.Image, "image/jpeg", source));

    [Theory]
    [InlineData("text/plain")]
    [InlineData("text/html")]
    [InlineData("text/javascript")]
    [InlineData("text/css")]
    [InlineData("text/markdown")]
    [InlineData("image/svg+xml")]
    [InlineData("application/xml")]
    [InlineData("application/json")]
    public void What_it_would_run_is_shown_as_its_source(string mime)
    {
        var form = PreviewForm.Of(mime).ShouldNotBeNull();

        (form.Kind, form.Mime).ShouldBe((PreviewKind.Text, "text/plain"));
    }

    [Theory, Contract(149)]
    [InlineData(null)]
    [InlineData("application/octet-stream")]
    [InlineData("application/zip")]
    [InlineData("application/xhtml+xml")]
    [InlineData("video/x-msvideo")]
    [InlineData("video/x-matroska")]
    [InlineData("application/x-ole-storage")]
    [InlineData("application/wasm")]
    public void All_else_has_no_preview(string? mime) => PreviewForm.Of(mime).ShouldBeNull();
}
