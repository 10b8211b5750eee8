using System.Security.Cryptography;

namespace FluidCloud.Cli;

/// <summary>The key that signs the links of this machine: made once, and readable by its owner alone.</summary>
internal static class LinkKey
{
    private const int Bytes = 32;

    /// <returns>In base64.</returns>
    public static async Task<string> Of(DataDirectory data, CancellationToken cancel)
    {
        if (File.Exists(data.LinkKey))
            return await File.ReadAllTextAsync(data.LinkKey, cancel);
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));
        var whole = data.LinkKey + ".new"; // A key that was written in half would be none.
        await using (var writer = new StreamWriter(DataDirectory.CreatePrivate(whole)))
            await writer.WriteAsync(key.AsMemory(), cancel);
        File.Move(whole, data.LinkKey);
        return key;
    }
}
