using FluidCloud.Core.Files;

namespace FluidCloud.Core.Shares;

/// <summary>What a link may do now: the one place where that is decided.</summary>
public abstract record LinkAccess
{
    private LinkAccess() { }

    /// <summary>Never created, revoked, or its file is purged.</summary>
    public sealed record Gone : LinkAccess;

    public sealed record Expired : LinkAccess;

    /// <summary>Its file is in Trash, on its own or with a folder: it works again after a restore (statement 228).</summary>
    public sealed record InTrash : LinkAccess;

    /// <summary>Its file is not scanned, or infected.</summary>
    public sealed record NotClean(ScanStatus ScanStatus) : LinkAccess;

    public sealed record Open(Share Share, FileItem File) : LinkAccess;

    /// <param name="share">null when there is none.</param>
    /// <param name="file">As callers see it; null when there is none, or it is being purged.</param>
    public static LinkAccess Decide(Share? share, FileItem? file, DateTimeOffset now) => (share, file) switch
    {
        (null, _) or (_, null or { Status: FileStatus.Purging }) => new Gone(),
        ({ ExpiresAt: { } end }, _) when end <= now => new Expired(),
        (_, { DeletedAt: not null }) => new InTrash(),
        (_, { ScanStatus: not ScanStatus.Clean }) => new NotClean(file.ScanStatus),
        _ => new Open(share, file),
    };
}
