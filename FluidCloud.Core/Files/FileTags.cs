namespace FluidCloud.Core.Files;

/// <summary>Validates the tags of a file: a few short texts without duplicates.</summary>
public static class FileTags
{
    private const int MaxTags = 32;
    private const int MaxCharacters = 64;

    /// <exception cref="FluidCloudException">422 that names the field.</exception>
    public static IReadOnlyList<string> Validate(IReadOnlyList<string?>? tags)
    {
        if (tags is null)
            return [];
        if (tags.Count > MaxTags)
            throw Errors.Invalid("tags", $"must not have more than {MaxTags} items");
        return [.. tags.Select(tag => Names.Validate(tag, "tags", MaxCharacters)).Distinct(StringComparer.Ordinal)];
    }
}
