using System.Text.Json;
using System.Text.Json.Serialization;

namespace FluidCloud.Core.Jobs;

/// <summary>
/// JSON of queue messages. Enum values are written by name, so that adding one does not change others. The previous or the
/// next version may read a message, so fields are only ever added, with a default.
/// </summary>
public static class JobJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Converters = { new JsonStringEnumConverter() }, // Reads numbers too, as older versions wrote them.
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static string Write<T>(JobMessage<T> message) where T : IJob => JsonSerializer.Serialize(message, Options);

    /// <exception cref="JsonException">The text is not a message of that job.</exception>
    public static JobMessage<T> Read<T>(string text) where T : IJob =>
        JsonSerializer.Deserialize<JobMessage<T>>(text, Options) is { Job: not null } message
            ? message
            : throw new JsonException("The message holds no job."); // The serializer ignores the nullability of a type parameter.
}
