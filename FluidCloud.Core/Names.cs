using System.Buffers;
using System.Text;

namespace FluidCloud.Core;

/// <summary>Validates the names of files, folders and spaces.</summary>
public static class Names
{
    /// <summary>The limit of common file systems, in bytes of UTF-8.</summary>
    private const int MaxFileNameBytes = 255;

    /// <summary>
    /// Requires a name that is valid on common file systems: no separator, no traversal, no invisible characters.
    /// </summary>
    /// <exception cref="FluidCloudException">422 that names the field.</exception>
    public static string ValidateFileName(string? name, string field)
    {
        var valid = Validate(name, field, maxCharacters: MaxFileNameBytes);
        if (valid is "." or ".." || valid.AsSpan().ContainsAny('/', '\\'))
            throw Errors.Invalid(field, "must not be a path: no '/', no '\\', not '.' or '..'");
        if (Encoding.UTF8.GetByteCount(valid) > MaxFileNameBytes)
            throw Errors.Invalid(field, $"must not be longer than {MaxFileNameBytes} bytes of UTF-8");
        return valid;
    }

    /// <summary>For a comparison that does not look at case, by Unicode's simple case mappings.</summary>
    public static string Fold(string text) => text.ToUpperInvariant().ToLowerInvariant();

    /// <summary>Requires one line of text: not blank, not too long, no control or invisible characters.</summary>
    /// <exception cref="FluidCloudException">422 that names the field.</exception>
    public static string Validate(string? text, string field, int maxCharacters)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Errors.Invalid(field, "is required and must not be blank");
        if (text.Length > maxCharacters)
            throw Errors.Invalid(field, $"must not be longer than {maxCharacters} characters");
        var isSeen = false;
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != OperationStatus.Done)
                throw Errors.Invalid(field, "is not valid Unicode");
            rest = rest[length..];
            if (Invisible.MayNotBeWritten(rune))
                throw Errors.Invalid(field, $"must not contain the invisible character U+{rune.Value:X4}");
            isSeen |= !Invisible.Is(rune);
        }
        return isSeen ? text : throw Errors.Invalid(field, "must contain a visible character");
    }
}
