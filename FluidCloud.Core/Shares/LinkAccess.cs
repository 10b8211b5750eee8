using FluidCloud.Core.Files;

namespace FluidCloud.Core.Shares;

/// <summary>Decides, in one place, what a link may do now.</summary>
public abstract record LinkAccess
{
    private LinkAccess() { }

    /// <summary>The link does not exist, was revoked or has expired, or its file is purged.</summary>
    public sealed record Gone : LinkAccess;

    public sealed record Expired : LinkAccess;

    /// <summary>
    /// The file is in Trash, on its own or with a folder. The link works again after a restore (statement 228).
    /// </summary>
    public sealed record InTrash : LinkAccess;

    /// <summary>The file is not scanned yet, or was not found clean.</summary>
    public sealed record NotClean(ScanStatus ScanStatus) : LinkAccess;

    public sealed record Open(Share Share, FileItem File) : LinkAccess;

    /// <param name="share">null when there is no such share.</param>
    /// <param name="file">The file as callers see it; null when it does not exist or is being purged.</param>
    public static LinkAccess Decide(Share? share, FileItem? file, DateTimeOffset now) => (share, file) switch
    {
        (null, _) or (_, null or { Status: FileStatus.Purging }) => new Gone(),
        ({ ExpiresAt: { } end }, _) when end <= now => new Expired(),
        (_, { DeletedAt: not null }) => new InTrash(),
        (_, { ScanStatus: not ScanStatus.Clean }) => new NotClean(file.ScanStatus),
        _ => new Open(share, file),
    };
}
