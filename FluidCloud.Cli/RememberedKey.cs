using System.Security.Cryptography;

namespace FluidCloud.Cli;

/// <summary>A secret of this machine, 32 random bytes in base64: made once, and readable by its owner alone.</summary>
internal static class RememberedKey
{
    private const int Bytes = 32;

    public static async Task<string> Of(string file, CancellationToken cancel)
    {
        if (File.Exists(file))
            return await File.ReadAllTextAsync(file, cancel);
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));
        var whole = file + ".new"; // Written to another file first, so that a crash never leaves half a key.
        await using (var writer = new StreamWriter(DataDirectory.CreatePrivate(whole)))
            await writer.WriteAsync(key.AsMemory(), cancel);
        File.Move(whole, file);
        return key;
    }
}
