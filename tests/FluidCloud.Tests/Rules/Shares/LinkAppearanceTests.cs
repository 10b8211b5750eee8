using FluidCloud.Core.Files;
using FluidCloud.Core.Shares;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class LinkAppearanceTests
{
    [Theory]
    [InlineData("image/png", true, "image/png")]
    [InlineData("application/pdf", true, "application/pdf")]
    [InlineData("text/plain", true, "text/plain")]
    [InlineData("application/zip", true, "application/zip")]
    [InlineData(null, true, "application/octet-stream")]
    [InlineData("text/html", false, "text/html")]
    [InlineData("image/svg+xml", false, "image/svg+xml")]
    [InlineData("application/xhtml+xml", false, "application/xhtml+xml")]
    [InlineData("application/xml", false, "application/xml")]
    [InlineData("text/xml", false, "text/xml")]
    [InlineData("text/javascript", false, "text/javascript")]
    public void What_a_browser_would_run_is_never_shown(string? mime, bool inline, string contentType) =>
        LinkAppearance.Of(ShareOf(expires: null, SharePermission.View), FileOf(mime)).ShouldBe(new(contentType, inline, Cacheable: true));

    [Theory]
    [InlineData(null, SharePermission.View, true)]
    [InlineData(null, SharePermission.Download, true)]
    [InlineData(1, SharePermission.View, true)]
    [InlineData(1, SharePermission.Download, false)]
    public void An_expiring_link_is_saved_unless_it_is_to_view_and_never_cached(int? days, SharePermission permission, bool inline) =>
        LinkAppearance.Of(ShareOf(days, permission), FileOf("image/png")).ShouldBe(new("image/png", inline, Cacheable: days is null));

    [Theory]
    [InlineData("utf-8", "text/plain; charset=utf-8")]
    [InlineData("utf-16le", "text/plain; charset=utf-16le")]
    [InlineData(null, "text/plain")]
    public void The_encoding_of_text_is_named_where_it_is_known(string? charset, string contentType) =>
        LinkAppearance.Of(ShareOf(expires: null, SharePermission.View), FileOf("text/plain") with { Charset = charset }).ContentType.ShouldBe(contentType);

    private static Share ShareOf(int? expires, SharePermission permission) => new()
    {
        Id = Guid.NewGuid().ToString(), TenantId = default, FileId = default, Permission = permission, KeyId = "", TokenHash = "", CreatedBy = "",
        CreatedAt = default, ExpiresAt = expires is { } days ? DateTimeOffset.UnixEpoch.AddDays(days) : null,
    };

    private static FileItem FileOf(string? mime) => new()
    {
        Id = Guid.NewGuid().ToString(), TenantId = default, SpaceId = default, SourceApp = "", OriginalName = "a", Size = 1, CreatedBy = "",
        CreatedAt = default, UpdatedAt = default, Mime = mime,
    };
}
