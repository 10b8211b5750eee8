using System.Text;
using FluidCloud.Core.Scanning;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class MimeTypeTests
{
    [Theory]
    [InlineData("\u0089PNG\r\n\u001a\n....", "x", "image/png")]
    [InlineData("\u00ff\u00d8\u00ff\u00e0", "photo.png", "image/jpeg")]
    [InlineData("\0\0\0\u0018ftypheic....", "x.heic", "image/heic")]
    [InlineData("\0\0\0\u0018ftypisom....", "x", "video/mp4")]
    [InlineData("RIFF\u001a\0\0\0WEBPVP8 ", "x", "image/webp")]
    [InlineData("%PDF-1.7\n\u0000", "x", "application/pdf")]
    [InlineData("%PDF-1.7\n", "x", "application/pdf")]
    [InlineData("II*\0\u0008\0\0\0", "x", "image/tiff")]
    [InlineData("II+\0\u0008\0\0\0", "x", "image/tiff")]
    [InlineData("MM\0+\0\u0008\0\0", "x", "image/tiff")]
    [InlineData("BM6\0\0\0\0\0\0\0", "x", "image/bmp")]
    [InlineData("PK\u0003\u0004....", "x.zip", "application/zip")]
    [InlineData("PK\u0003\u0004....", "x.DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("plain", "x.txt", "text/plain")]
    [InlineData("plain", "noextension", "text/plain")]
    [InlineData("BMW;320d;2019\n", "cars.csv", "text/csv")]
    [InlineData("ID3 tags explained", "x.md", "text/markdown")]
    [InlineData("Convert AVI to MP4", "x", "text/plain")]
    [InlineData("Rar! A story.", "x", "text/plain")]
    [InlineData("GIF89a/*<svg>*/=1;alert(1)", "x.js", "text/javascript")]
    [InlineData("", "empty", "text/plain")]
    [InlineData("a,b\n1,2", "x.csv", "text/csv")]
    [InlineData("{}", "x.json", "application/json")]
    [InlineData("  <!DOCTYPE html><p>", "innocent.txt", "text/html")]
    [InlineData("<script>alert(1)</script>", "x.png", "text/html")]
    [InlineData("<?xml version='1.0'?><svg xmlns='…'/>", "x.txt", "image/svg+xml")]
    [InlineData("plain", "x.png", "text/plain")]
    [InlineData("\u0000\u0001\u0002", "x.txt", "application/octet-stream")]
    public void Is_told_by_the_bytes_first(string bytes, string name, string mime) =>
        MimeType.Detect(Encoding.Latin1.GetBytes(bytes), name).ShouldBe(mime);

    [Fact]
    public void Text_may_be_cut_in_the_middle_of_a_character() =>
        MimeType.Detect(Encoding.UTF8.GetBytes("Grüße 🎉").AsSpan()[..^1], "x").ShouldBe("text/plain");
}
