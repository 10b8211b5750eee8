using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FluidCloud.Core.Shares;

/// <summary>
/// Makes and verifies the tokens of raw links: tenant id, share id and 128 bits of an HMAC-SHA256 over them, as 64
/// characters of base64url (docs/adr/0007). A token contains the location of its record, a forged one is refused without a
/// read, and the token can be made again for an edge purge.
/// </summary>
public sealed class LinkTokens(ShareSettings settings)
{
    private const int IdBytes = 16;
    private const int MacBytes = 16;
    private const int TokenBytes = 2 * IdBytes + MacBytes;
    private const int TokenCharacters = TokenBytes / 3 * 4;

    private readonly IReadOnlyList<SigningKey> keys = [.. settings.SigningKeys.Select(SigningKey.Parse)];

    /// <summary>The key that signs new links.</summary>
    /// <exception cref="InvalidOperationException">No signing key is configured.</exception>
    public string SigningKeyId =>
        keys is [var first, ..] ? first.Id : throw new InvalidOperationException($"{nameof(ShareSettings.SigningKeys)} holds no key.");

    /// <returns>null when the key is no longer configured: then the link no longer works either.</returns>
    public string? Make(TenantId tenant, ShareId share, string keyId)
    {
        if (keys.FirstOrDefault(key => key.Id == keyId) is not { } key)
            return null;
        Span<byte> token = stackalloc byte[TokenBytes];
        tenant.Value.TryWriteBytes(token, bigEndian: true, out _);
        share.Value.TryWriteBytes(token[IdBytes..], bigEndian: true, out _);
        key.Sign(token[..(2 * IdBytes)], token[(2 * IdBytes)..]);
        return Base64Url.EncodeToString(token);
    }

    /// <returns>Where the link's record is; null when no configured key has signed the token.</returns>
    public LinkTarget? Verify(string token)
    {
        Span<byte> bytes = stackalloc byte[TokenBytes];
        if (token.Length != TokenCharacters
            || Base64Url.DecodeFromChars(token, bytes, out _, out var written) != OperationStatus.Done || written != TokenBytes)
        {
            return null;
        }
        Span<byte> expected = stackalloc byte[MacBytes];
        var genuine = false;
        foreach (var key in keys)
        {
            key.Sign(bytes[..(2 * IdBytes)], expected);
            genuine |= CryptographicOperations.FixedTimeEquals(expected, bytes[(2 * IdBytes)..]);
        }
        return genuine
            ? new(new(new Guid(bytes[..IdBytes], bigEndian: true)), new(new Guid(bytes[IdBytes..(2 * IdBytes)], bigEndian: true)))
            : null;
    }

    /// <summary>The SHA-256 of a token, which is what is stored.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    /// <summary>The path of the raw link.</summary>
    public static string PathOf(string token) => "/s/" + token;

    /// <summary>Matches the path of every link, for an edge purge.</summary>
    public const string AllPaths = "/s/*";

    /// <param name="Id">Identifies the key in records without revealing it.</param>
    private sealed record SigningKey(string Id, byte[] Secret)
    {
        private static ReadOnlySpan<byte> Purpose => "fluidcloud-raw-link-1"u8;

        public static SigningKey Parse(string base64)
        {
            var secret = Convert.FromBase64String(base64);
            return new(Convert.ToHexStringLower(HMACSHA256.HashData(secret, "fluidcloud-key-id"u8.ToArray())[..4]), secret);
        }

        public void Sign(ReadOnlySpan<byte> ids, Span<byte> mac)
        {
            byte[] message = [.. Purpose, .. ids];
            HMACSHA256.HashData(Secret, message).AsSpan(0, MacBytes).CopyTo(mac);
        }
    }
}

/// <summary>Where the record of a link is.</summary>
public readonly record struct LinkTarget(TenantId Tenant, ShareId Share);
