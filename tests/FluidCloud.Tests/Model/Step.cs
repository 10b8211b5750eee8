using FsCheck;
using FsCheck.Fluent;

namespace FluidCloud.Tests.Model;

internal enum StepKind
{
    Upload,
    UploadSeveralAtOnce,
    CreateFolder,
    TrashFile,
    TrashSeveralAtOnce,
    RestoreFile,
    PurgeFile,
    RenameFile,
    MoveFile,
    TrashFolder,
    RestoreFolder,
    MoveFolder,
    EmptyTrash,
    Share,
    Revoke,
}

/// <param name="Item">Which file, folder or link, by its number among those there are.</param>
/// <param name="Target">Which folder; the root of the space when 0.</param>
internal sealed record Step(StepKind Kind, int Item, int Target, string Name, string ClientKey)
{
    private static readonly Gen<StepKind> Kinds = Gen.Frequency(
        (6, Gen.Constant(StepKind.Upload)), (1, Gen.Constant(StepKind.UploadSeveralAtOnce)), (3, Gen.Constant(StepKind.CreateFolder)),
        (4, Gen.Constant(StepKind.TrashFile)), (1, Gen.Constant(StepKind.TrashSeveralAtOnce)), (3, Gen.Constant(StepKind.RestoreFile)),
        (1, Gen.Constant(StepKind.PurgeFile)), (2, Gen.Constant(StepKind.RenameFile)), (3, Gen.Constant(StepKind.MoveFile)),
        (3, Gen.Constant(StepKind.TrashFolder)), (3, Gen.Constant(StepKind.RestoreFolder)), (3, Gen.Constant(StepKind.MoveFolder)),
        (1, Gen.Constant(StepKind.EmptyTrash)), (4, Gen.Constant(StepKind.Share)), (1, Gen.Constant(StepKind.Revoke)));

    public static readonly Gen<Step> Any =
        from kind in Kinds
        from item in Gen.Choose(0, 1000)
        from target in Gen.Choose(0, 5)
        from name in Gen.Elements("a.txt", "b.txt", "ä.txt", "B.txt")
        from key in Gen.Elements("one", "two/2")
        select new Step(kind, item, target, name, key);
}
