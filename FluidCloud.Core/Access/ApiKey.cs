using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Access;

/// <summary>
/// The record of an API key. It is stored twice: in a partition named by the SHA-256 of the key, for authentication, and in
/// the tenant's list. The SHA-256 is the key's id; the key itself is shown once and never stored.
/// </summary>
public sealed partial record ApiKey : Document, IDocumentType
{
    public static string Type => "api_key";

    /// <summary>The id of the document for authentication, the only one in its partition.</summary>
    public const string OnlyId = "key";

    public required TenantId TenantId { get; init; }
    public required string Prefix { get; init; }
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>What it is for, in the words of whoever made it; null when they said nothing.</summary>
    public string? Label { get; init; }

    /// <summary>The product namespace of uploads with this key; null for the native one.</summary>
    public string? App { get; init; }

    /// <summary>The only spaces that it opens; empty for all (statement 235). Of a key for a folder it is the folder's.</summary>
    public IReadOnlyList<SpaceId> Spaces { get; init; } = [];

    /// <summary>The only folder that it opens, with all below it; null for all.</summary>
    public FolderId? Folder { get; init; }

    /// <summary>Whether it opens nothing but the files of <see cref="App"/>.</summary>
    public bool OnlyApp { get; init; }

    /// <summary>Whether it may not erase for good.</summary>
    public bool WithoutErasure { get; init; }

    /// <summary>When it stops working; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The last day (UTC) on which it was used; null before the first. Only the document that authenticates has it.</summary>
    public DateOnly? LastUsedOn { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    [JsonIgnore]
    public Reach Reach => new(TenantId) { Spaces = Spaces, Folder = Folder, App = OnlyApp ? App : null };

    /// <summary>null while the key works.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The id of the key that a document of the tenant's list is about.</summary>
    [JsonIgnore]
    public string ListedKeyId => Id[ListedPrefix.Length..];

    private const string ListedPrefix = "key:";

    /// <summary>The document id in the tenant's list.</summary>
    public static string ListedIdOf(string keyId) => ListedPrefix + keyId;

    public static bool IsId(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>A new secret: <c>fck_live_</c> or <c>fck_test_</c> and 128 random bits in hex.</summary>
    public static string NewText(bool live = true) =>
        (live ? "fck_live_" : "fck_test_") + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public static bool IsWellFormed(string text) => Format().IsMatch(text);

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static string PrefixOf(string text) => text[.."fck_live_0000".Length] + "...";

    [GeneratedRegex("\\Afck_(live|test)_[0-9a-f]{32}\\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Format();
}
