using System.Text.RegularExpressions;

namespace FluidCloud.Core;

/// <summary>The name of a product that shares a tenant's storage: the <c>app</c> of keys, spaces and files.</summary>
public static partial class ProductNamespace
{
    /// <exception cref="FluidCloudException">422 unless it is 1 to 64 of <c>a-z 0-9 _ -</c>.</exception>
    public static string Validate(string app) =>
        Format().IsMatch(app) ? app : throw Errors.Invalid("app", "must be 1 to 64 characters of a-z, 0-9, '_' and '-'");

    [GeneratedRegex(@"\A[a-z0-9_-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Format();
}
