using FluidCloud.Core.Imports;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class SourceUrlTests
{
    [Theory]
    [InlineData("http://example.com")]
    [InlineData("https://example.com/a/b.txt?c=d#e")]
    [InlineData("HTTPS://EXAMPLE.COM:443/")]
    [InlineData("http://8.8.8.8/")]
    [InlineData("http://[2606:4700:4700::1111]/")]
    [InlineData("https://b\u00fccher.example/")]
    public void Public_URLs_pass(string url) => SourceUrl.FindProblem(new Uri(url), new()).ShouldBeNull();

    [Theory]
    [InlineData("ftp://example.com/a", "http")]
    [InlineData("file:///etc/passwd", "http")]
    [InlineData("gopher://example.com/", "http")]
    [InlineData("data:text/plain,a", "http")]
    [InlineData("http://user@example.com/", "user name")]
    [InlineData("http://user:password@example.com/", "user name")]
    [InlineData("http://example.com:8080/", "port")]
    [InlineData("http://example.com:22/", "port")]
    [InlineData("https://example.com:0/", "port")]
    [InlineData("http://127.0.0.1/", "public")]
    [InlineData("http://127.1/", "public")]
    [InlineData("http://2130706433/", "public")]
    [InlineData("http://0x7f.0.0.1/", "public")]
    [InlineData("http://0177.0.0.1/", "public")]
    [InlineData("http://0/", "public")]
    [InlineData("http://169.254.169.254/latest/meta-data/", "public")]
    [InlineData("http://168.63.129.16/", "public")]
    [InlineData("http://[::1]/", "public")]
    [InlineData("http://[::]/", "public")]
    [InlineData("http://[::ffff:127.0.0.1]/", "public")]
    [InlineData("http://[::ffff:7f00:1]/", "public")]
    [InlineData("http://[64:ff9b::7f00:1]/", "public")]
    [InlineData("http://[fd00:ec2::254]/", "public")]
    [InlineData("http://[fe80::1%251]/", "public")]
    public void Every_other_URL_is_refused(string url, string mentions) =>
        SourceUrl.FindProblem(new Uri(url), new()).ShouldNotBeNull().ShouldContain(mentions);
}
