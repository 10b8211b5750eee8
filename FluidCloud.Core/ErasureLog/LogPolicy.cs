using System.Globalization;

namespace FluidCloud.Core.ErasureLog;

/// <summary>Whom a verifier trusts: logs, witnesses, and how many of these must have cosigned (C2SP tlog-policy).</summary>
public sealed class LogPolicy
{
    public const int MaxBytes = 64 * 1024;

    private readonly List<NoteKey> logs = [];
    private readonly Dictionary<string, NoteKey> witnesses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Needed, IReadOnlyList<string> Members)> groups = new(StringComparer.Ordinal);
    private string? quorum;

    private LogPolicy() { }

    public IReadOnlyList<NoteKey> Logs => logs;

    public IReadOnlyCollection<NoteKey> Witnesses => witnesses.Values;

    /// <exception cref="FormatException">The bytes are not a policy; the message names the line.</exception>
    public static LogPolicy Parse(byte[] bytes)
    {
        if (bytes.Length > MaxBytes)
            throw new FormatException($"A policy has at most {MaxBytes} bytes.");
        foreach (var octet in bytes)
        {
            if (octet is (< 0x20 and not 0x09 and not 0x0A) or 0x7F)
                throw new FormatException("A policy holds no control characters but tabs and newlines.");
        }
        // Latin-1 keeps octets apart, because names are compared as octets. Verifier keys are read as UTF-8.
        var policy = new LogPolicy();
        var number = 0;
        foreach (var line in System.Text.Encoding.Latin1.GetString(bytes).Split('\n'))
        {
            number++;
            var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words is [] or [['#', ..], ..])
                continue;
            try
            {
                policy.Read(words);
            }
            catch (FormatException e)
            {
                throw new FormatException($"Line {number} of the policy: {e.Message}", e);
            }
        }
        return policy.quorum is null ? throw new FormatException("The policy has no line quorum.") : policy;
    }

    private void Read(string[] words)
    {
        switch (words)
        {
            case ["log", var key, ..] when words.Length <= 3:
                AddKey(logs, KeyOf(key, NoteKeyType.Ed25519));
                break;
            case ["witness", var name, var key, ..] when words.Length <= 4:
                Claim(name);
                if (witnesses.Values.Any(known => known.PublicKey.AsSpan().SequenceEqual(KeyOf(key, NoteKeyType.Cosignature).PublicKey)))
                    throw new FormatException("the key of this witness stands there twice");
                witnesses[name] = KeyOf(key, NoteKeyType.Cosignature);
                break;
            case ["group", var name, var needed, _, ..]:
                AddGroup(name, needed, words[3..]);
                break;
            case ["quorum", var name]:
                if (quorum is not null)
                    throw new FormatException("there is a second quorum");
                quorum = name == "none" ? name : Known(name);
                break;
            default:
                throw new FormatException($"'{words[0]}' can't stand there so");
        }
    }

    private static void AddKey(List<NoteKey> keys, NoteKey key)
    {
        if (keys.Exists(known => known.PublicKey.AsSpan().SequenceEqual(key.PublicKey)))
            throw new FormatException("the key of this log stands there twice");
        keys.Add(key);
    }

    private void AddGroup(string name, string needed, string[] members)
    {
        var count = needed switch
        {
            "all" => members.Length,
            "any" => 1,
            _ => int.TryParse(needed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0,
        };
        if (count < 1 || count > members.Length)
            throw new FormatException("a group needs all, any, or a number of its members");
        foreach (var member in members)
        {
            Known(member);
            if (!used.Add(member))
                throw new FormatException($"'{member}' is a member of a group already");
        }
        Claim(name);
        groups[name] = (count, members);
    }

    private readonly HashSet<string> used = new(StringComparer.Ordinal);

    private void Claim(string name)
    {
        if (name == "none" || witnesses.ContainsKey(name) || groups.ContainsKey(name))
            throw new FormatException($"the name '{name}' is taken");
    }

    private string Known(string name) =>
        witnesses.ContainsKey(name) || groups.ContainsKey(name) ? name : throw new FormatException($"'{name}' is not named above");

    private static NoteKey KeyOf(string latin1, NoteKeyType type)
    {
        var key = NoteKey.Parse(System.Text.Encoding.UTF8.GetString(System.Text.Encoding.Latin1.GetBytes(latin1)));
        return key.Type == type ? key : throw new FormatException(type == NoteKeyType.Ed25519 ? "the key is not that of a log" : "the key is not that of a witness");
    }

    /// <summary>Judges a checkpoint: by its origin, the signature of a trusted log, and cosignatures.</summary>
    /// <exception cref="FormatException">A signature of a key of the policy is false.</exception>
    public PolicyJudgement Judge(SignedNote note)
    {
        var checkpoint = Checkpoint.Parse(note.Text);
        var log = logs.FindAll(key => note.SignedBy(key) is not null).Find(key => key.Name == checkpoint.Origin);
        var cosigned = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (name, key) in witnesses)
        {
            if (note.SignedBy(key) is { } cosignature)
                cosigned[name] = NoteKey.CosignedAt(cosignature.Bytes)!.Value;
        }
        var refusal = log is null ? $"No log of the policy has signed for the origin {checkpoint.Origin}."
            : quorum != "none" && !IsWitnessed(quorum!, cosigned) ? $"Too few witnesses of the policy have cosigned: {cosigned.Count} of {witnesses.Count}."
            : null;
        return new(checkpoint, log, cosigned, refusal);
    }

    private bool IsWitnessed(string name, Dictionary<string, long> cosigned) => groups.TryGetValue(name, out var group)
        ? group.Members.Count(member => IsWitnessed(member, cosigned)) >= group.Needed
        : cosigned.ContainsKey(name);
}

/// <param name="Log">The log key whose signature was verified; null when no trusted key signed.</param>
/// <param name="Cosigned">The time of each verified cosignature in Unix seconds, by the witness's name in the policy.</param>
/// <param name="Refusal">Why the policy does not trust the checkpoint; null when it does.</param>
public sealed record PolicyJudgement(Checkpoint Checkpoint, NoteKey? Log, IReadOnlyDictionary<string, long> Cosigned, string? Refusal);
