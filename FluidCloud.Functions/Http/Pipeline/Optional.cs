using System.Text.Json;
using System.Text.Json.Serialization;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>A field of a PATCH body: left out, which is the default, or given, be it null (statement 155).</summary>
internal readonly record struct Optional<T>(T? Value) where T : class
{
    public bool IsGiven { get; } = true;
}

/// <summary>Reads what was given. Only a field of the body comes here; one that was left out keeps its default.</summary>
internal sealed class OptionalConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Optional<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class Converter<T> : JsonConverter<Optional<T>> where T : class
    {
        public override bool HandleNull => true;

        public override Optional<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                return new(JsonSerializer.Deserialize<T>(ref reader, options));
            }
            catch (JsonException e)
            {
                // The path of an error starts here; an error without a path names the field.
                throw new JsonException(e.Message, e);
            }
        }

        public override void Write(Utf8JsonWriter writer, Optional<T> value, JsonSerializerOptions options) =>
            throw new NotSupportedException("Bodies are only read.");
    }
}
