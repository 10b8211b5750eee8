using System.Buffers.Binary;
using System.Text;

namespace FluidCloud.Core.ErasureLog;

/// <summary>A text with signatures (C2SP signed-note, version 1).</summary>
/// <param name="Text">The text, which ends with a newline. Untrusted until a signature of a trusted key is verified.</param>
public sealed record SignedNote(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    /// <summary>A checkpoint with a hundred cosignatures has some 12,000.</summary>
    public const int MaxBytes = 64 * 1024;
    private const int MaxSignatures = 128;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="FormatException">The bytes are not a signed note; the message says why.</exception>
    public static SignedNote Parse(byte[] bytes)
    {
        if (bytes.Length > MaxBytes)
            throw new FormatException($"A signed note has at most {MaxBytes} bytes.");
        try
        {
            return Parse(Strict.GetString(bytes));
        }
        catch (DecoderFallbackException e)
        {
            throw new FormatException("A signed note is UTF-8.", e);
        }
    }

    /// <inheritdoc cref="Parse(byte[])"/>
    public static SignedNote Parse(string note)
    {
        if (note.Any(c => c < ' ' && c != '\n'))
            throw new FormatException("A signed note holds no control characters.");
        var split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !note.EndsWith('\n') || split + 2 == note.Length)
            throw new FormatException("A signed note is a text, an empty line and signatures.");
        var signatures = note[(split + 2)..^1].Split('\n').Select(NoteSignature.Parse).ToList();
        return signatures.Count <= MaxSignatures ? new(note[..(split + 1)], signatures) : throw new FormatException("There are too many signatures.");
    }

    /// <summary>The signature of a key.</summary>
    /// <returns>null when there is no signature of the key.</returns>
    /// <exception cref="FormatException">The signature is false: reject the whole note.</exception>
    public NoteSignature? SignedBy(NoteKey key)
    {
        var signatures = Signatures.Where(signature => signature.Name == key.Name && signature.Id == key.Id).ToList();
        return signatures.TrueForAll(signature => key.Verifies(Text, signature.Bytes))
            ? signatures.FirstOrDefault()
            : throw new FormatException($"The signature of {key.Name} is false.");
    }

    public override string ToString() => $"{Text}\n{string.Concat(Signatures)}";
}

/// <summary>A line under a note.</summary>
/// <param name="Bytes">What follows the id of the key.</param>
public sealed record NoteSignature(string Name, uint Id, byte[] Bytes)
{
    private const string Dash = "— ";

    /// <param name="line">The line without its newline.</param>
    /// <exception cref="FormatException">The line is not a signature line.</exception>
    public static NoteSignature Parse(string line)
    {
        if (!line.StartsWith(Dash, StringComparison.Ordinal) || line[Dash.Length..].Split(' ') is not [var name, var signature] || !NoteKey.IsName(name)
            || Base64.Decode(signature) is not { Length: > sizeof(uint) } bytes)
            throw new FormatException("A signature is a line of a dash, a name and base64.");
        return new(name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[sizeof(uint)..]);
    }

    public override string ToString()
    {
        var id = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(id, Id);
        return $"{Dash}{Name} {Convert.ToBase64String([.. id, .. Bytes])}\n";
    }
}
