using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace FluidCloud.Core.ErasureLog;

/// <summary>The type of a key, which defines the form of its signatures.</summary>
public enum NoteKeyType : byte
{
    /// <summary>Ed25519 over the text of the note (C2SP signed-note).</summary>
    Ed25519 = 0x01,

    /// <summary>A witness's timestamped Ed25519 cosignature (C2SP tlog-cosignature, version 1).</summary>
    Cosignature = 0x04,
}

/// <summary>A public key that verifies signatures of notes: <c>NAME+ID+BASE64</c> (C2SP signed-note, "Verifier keys").</summary>
/// <param name="Id">The first four bytes of a SHA-256; signature lines refer to their key by it.</param>
/// <param name="PublicKey">32 bytes (RFC 8032).</param>
public sealed record NoteKey(string Name, uint Id, NoteKeyType Type, byte[] PublicKey)
{
    /// <exception cref="FormatException">The text is not a verifier key, or its type is not supported.</exception>
    public static NoteKey Parse(string text)
    {
        // Base64 may contain a plus; names and ids can't.
        if (text.Split('+', 3) is not [var name, var id, var material] || !IsName(name))
            throw new FormatException("A verifier key has three parts: a name, an id and a key, joined by +.");
        var bytes = Base64.Decode(material) ?? throw new FormatException("The key of a verifier key is base64.");
        if (bytes.Length != 1 + Ed25519.PublicKeySize || bytes[0] is not ((byte)NoteKeyType.Ed25519 or (byte)NoteKeyType.Cosignature))
            throw new FormatException("The verifier key is of a type that is not known here: Ed25519 (1) and cosignature/v1 (4) are.");
        var key = Of(name, (NoteKeyType)bytes[0], bytes[1..]);
        return id == HexOf(key.Id) ? key : throw new FormatException("The id of the verifier key is not that of its name and key.");
    }

    public static NoteKey Of(string name, NoteKeyType type, byte[] publicKey)
    {
        var hash = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', (byte)type, .. publicKey]);
        return new(name, BinaryPrimitives.ReadUInt32BigEndian(hash), type, publicKey);
    }

    /// <summary>Names are neither empty nor hold a space of any kind or a plus.</summary>
    public static bool IsName(string name) => name.Length > 0 && !name.Any(c => c is '+' || char.IsWhiteSpace(c) || char.IsControl(c));

    public override string ToString() => $"{Name}+{HexOf(Id)}+{Convert.ToBase64String([(byte)Type, .. PublicKey])}";

    public bool Equals(NoteKey? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether the bytes of a signature line, behind the id, are this key's over the text.</summary>
    public bool Verifies(string text, ReadOnlySpan<byte> signature)
    {
        var message = text;
        if (Type == NoteKeyType.Cosignature)
        {
            if (CosignedAt(signature) is not { } seconds)
                return false;
            message = Cosigned(text, seconds);
            signature = signature[sizeof(ulong)..];
        }
        return signature.Length == Ed25519.SignatureSize
            && Ed25519.Verify(signature.ToArray(), 0, PublicKey, 0, Encoding.UTF8.GetBytes(message), 0, Encoding.UTF8.GetByteCount(message));
    }

    /// <summary>When a witness cosigned, in Unix seconds; null when that can't be.</summary>
    public static long? CosignedAt(ReadOnlySpan<byte> signature) =>
        signature.Length == sizeof(ulong) + Ed25519.SignatureSize && BinaryPrimitives.ReadUInt64BigEndian(signature) is > 0 and <= long.MaxValue and var seconds
            ? (long)seconds
            : null;

    /// <summary>What a witness signs of a checkpoint's text.</summary>
    public static string Cosigned(string text, long unixSeconds) =>
        string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {unixSeconds}\n{text}");

    internal static string HexOf(uint id) => id.ToString("x8", CultureInfo.InvariantCulture);
}

/// <summary>A private key that signs notes.</summary>
public sealed class NoteSigner
{
    private readonly byte[] seed;

    /// <param name="seed">32 random bytes: the secret (RFC 8032).</param>
    public NoteSigner(string name, NoteKeyType type, byte[] seed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed.Length, Ed25519.SecretKeySize);
        this.seed = seed;
        var publicKey = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(seed, 0, publicKey, 0);
        Key = NoteKey.Of(name, type, publicKey);
    }

    /// <summary>A key that verifies signatures of notes.</summary>
    public NoteKey Key { get; }

    /// <summary>Over the text of a note. The same text always gives the same signature (RFC 8032).</summary>
    public NoteSignature Sign(string text)
    {
        if (Key.Type != NoteKeyType.Ed25519)
            throw new InvalidOperationException("The key of a witness signs with a time.");
        return new(Key.Name, Key.Id, SignBytes(text));
    }

    /// <summary>A witness's signature over the text of a checkpoint.</summary>
    public NoteSignature Cosign(string text, DateTimeOffset now)
    {
        if (Key.Type != NoteKeyType.Cosignature)
            throw new InvalidOperationException("The key of a log signs without a time.");
        var time = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteInt64BigEndian(time, now.ToUnixTimeSeconds());
        return new(Key.Name, Key.Id, [.. time, .. SignBytes(NoteKey.Cosigned(text, now.ToUnixTimeSeconds()))]);
    }

    private byte[] SignBytes(string text)
    {
        var (message, signature) = (Encoding.UTF8.GetBytes(text), new byte[Ed25519.SignatureSize]);
        Ed25519.Sign(seed, 0, message, 0, message.Length, signature, 0);
        return signature;
    }
}
