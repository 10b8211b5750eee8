using System.Text;

namespace FluidCloud.Core.Files;

/// <summary>Validates the caller's own key of a file: one line of text, slashes allowed.</summary>
public static class ClientKey
{
    private const int MaxBytes = 1024;

    /// <exception cref="FluidCloudException">422 that names the field.</exception>
    public static string Validate(string? key)
    {
        var valid = Names.Validate(key, "client_key", maxCharacters: MaxBytes);
        return Encoding.UTF8.GetByteCount(valid) <= MaxBytes
            ? valid
            : throw Errors.Invalid("client_key", $"must not be longer than {MaxBytes} bytes of UTF-8");
    }
}
