namespace FluidCloud.Core.ErasureLog;

/// <summary>Standard base64 (RFC 4648, section 4), taken only as it is written: with padding, without spaces, one text for the same bytes.</summary>
internal static class Base64
{
    /// <returns>null when the text is not base64.</returns>
    public static byte[]? Decode(string text)
    {
        var bytes = new byte[text.Length / 4 * 3];
        return Convert.TryFromBase64String(text, bytes, out var count) && Convert.ToBase64String(bytes, 0, count) == text ? bytes[..count] : null;
    }

    public static byte[]? DecodeHash(string text) => Decode(text) is { Length: TreeHash.Size } hash ? hash : null;
}
