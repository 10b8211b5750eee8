using FluidCloud.Core;
using FluidCloud.Core.Files;
using FluidCloud.Core.Shares;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Rules;

[Contract(26, 106, 228)]
public sealed class LinkAccessTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 23, 10, 0, 0, TimeSpan.Zero);

    private static readonly Share Permanent = new()
    {
        Id = Guid.NewGuid().ToString(), TenantId = Id.New<TenantId>(), FileId = Id.New<FileId>(), Permission = SharePermission.View,
        KeyId = "k", TokenHash = "h", CreatedBy = "fck_live_0000...", CreatedAt = Now.AddDays(-1),
    };

    private static readonly FileItem Clean = new()
    {
        Id = Permanent.FileId.ToString(), TenantId = Permanent.TenantId, SpaceId = Id.New<SpaceId>(), SourceApp = "fluidcloud", OriginalName = "a",
        Size = 1, CreatedBy = "fck_live_0000...", CreatedAt = Now, UpdatedAt = Now, ScanStatus = ScanStatus.Clean, Status = FileStatus.Ready,
    };

    private static readonly Share Expiring = Permanent with { ExpiresAt = Now };
    private static readonly FileItem Trashed = Clean with { DeletedAt = Now };
    private static readonly FileItem Infected = Clean with { ScanStatus = ScanStatus.Infected, Status = FileStatus.Quarantined };
    private static readonly FileItem Unscanned = Clean with { ScanStatus = ScanStatus.Pending, Status = FileStatus.Draft };
    private static readonly FileItem Tombstone = Clean with { Status = FileStatus.Purging };

    public static TheoryData<string, LinkAccess, LinkAccess> Cases => new()
    {
        { "no record", Decide(null, Clean), new LinkAccess.Gone() },
        { "no file", Decide(Permanent, null), new LinkAccess.Gone() },
        { "a tombstone", Decide(Permanent, Tombstone), new LinkAccess.Gone() },
        { "at its end", Decide(Expiring, Clean), new LinkAccess.Expired() },
        { "expired, in Trash", Decide(Expiring, Trashed), new LinkAccess.Expired() },
        { "in Trash", Decide(Permanent, Trashed), new LinkAccess.InTrash() },
        { "infected, in Trash", Decide(Permanent, Infected with { DeletedAt = Now }), new LinkAccess.InTrash() },
        { "infected", Decide(Permanent, Infected), new LinkAccess.NotClean(ScanStatus.Infected) },
        { "being scanned", Decide(Permanent, Unscanned), new LinkAccess.NotClean(ScanStatus.Pending) },
        { "open", Decide(Permanent, Clean), new LinkAccess.Open(Permanent, Clean) },
        { "open to its last moment", LinkAccess.Decide(Expiring, Clean, Now.AddTicks(-1)), new LinkAccess.Open(Expiring, Clean) },
    };

    [Theory, MemberData(nameof(Cases))]
    public void A_link_is_open_when_nothing_is_against_it(string when, LinkAccess decided, LinkAccess expected) => decided.ShouldBe(expected, when);

    private static LinkAccess Decide(Share? share, FileItem? file) => LinkAccess.Decide(share, file, Now);
}
