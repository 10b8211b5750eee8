using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using FluidCloud.Core;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.OpenApi;

namespace FluidCloud.Functions.Http.OpenApi;

/// <summary>
/// Creates the schemas of bodies from the serializer's contracts, so that names, nulls and omitted fields match. Every record is
/// a component with the name of its class: <c>FileOut</c> is File, <c>PatchFileIn</c> is PatchFileRequest.
/// </summary>
internal sealed class Schemas(OpenApiDocument document, Docstrings docstrings)
{
    private readonly Dictionary<string, Type> described = [];

    /// <param name="json">The JSON options of the dialect.</param>
    /// <param name="isRequest">In requests, fields without <see cref="FieldAttribute.Required"/> are optional and nullable.</param>
    /// <param name="name">The name of the field, to find an example; empty for none.</param>
    public IOpenApiSchema Of(Type type, JsonSerializerOptions json, bool isRequest = false, string name = "")
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Of(value, json, isRequest, name);
        if (Scalar(type, json) is { } scalar)
            return Named(scalar, name);
        if (IsOptional(type))
            return Of(type.GetGenericArguments()[0], json, isRequest, name);
        var contract = json.GetTypeInfo(type);
        return contract.Kind switch
        {
            JsonTypeInfoKind.Enumerable => new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(contract.ElementType!, json, isRequest, name) },
            JsonTypeInfoKind.Dictionary => new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Of(contract.ElementType!, json, isRequest) },
            JsonTypeInfoKind.Object => Component(contract, json, isRequest),
            _ => throw new InvalidOperationException($"{type} has no schema."),
        };
    }

    /// <summary>The schema of a body of this type.</summary>
    /// <returns>null when there is no example.</returns>
    public static JsonNode? ExampleOf(Type type, JsonSerializerOptions json, bool isRequest = false, string name = "")
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return ExampleOf(value, json, isRequest, name);
        if (Scalar(type, json) is { } scalar)
            return (scalar.Enum ?? Named(scalar, name).Examples)?[0].DeepClone();
        if (IsOptional(type))
            return ExampleOf(type.GetGenericArguments()[0], json, isRequest, name);
        var contract = json.GetTypeInfo(type);
        switch (contract.Kind)
        {
            case JsonTypeInfoKind.Enumerable:
                return ExampleOf(contract.ElementType!, json, isRequest, name) is { } item ? new JsonArray(item) : new JsonArray();
            case JsonTypeInfoKind.Object:
                var example = new JsonObject();
                foreach (var (property, field) in Fields(contract, isRequest))
                {
                    if (field?.Example is { } shown)
                        example[property.Name] = JsonNode.Parse(shown);
                    else if (field is { Values: [var first, ..] })
                        example[property.Name] = first;
                    else if (ExampleOf(property.PropertyType, json, isRequest, property.Name) is { } made)
                        example[property.Name] = made;
                    else if (!isRequest && property.ShouldSerialize is null && property.IsGetNullable)
                        example[property.Name] = null;
                }
                return example;
            default:
                return new JsonObject();
        }
    }

    private OpenApiSchemaReference Component(JsonTypeInfo contract, JsonSerializerOptions json, bool isRequest)
    {
        var name = NameOf(contract.Type);
        if (!described.TryAdd(name, contract.Type))
            return described[name] == contract.Type ? new(name, document) : throw new InvalidOperationException($"Two records are called {name}.");
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = docstrings.Of(contract.Type),
            Properties = new Dictionary<string, IOpenApiSchema>(),
            Required = new HashSet<string>(),
        };
        document.Components!.Schemas!.Add(name, schema);
        foreach (var (property, field) in Fields(contract, isRequest))
        {
            schema.Properties.Add(property.Name, Field(property, field, json, isRequest));
            if (isRequest ? field?.Required == true : property.ShouldSerialize is null)
                schema.Required.Add(property.Name);
        }
        return new(name, document);
    }

    private IOpenApiSchema Field(JsonPropertyInfo property, FieldAttribute? field, JsonSerializerOptions json, bool isRequest)
    {
        var schema = Of(property.PropertyType, json, isRequest, property.Name);
        var description = docstrings.Of((PropertyInfo)property.AttributeProvider!);
        var nullable = isRequest
            ? IsOptional(property.PropertyType) ? field?.Nullable == true : field?.Required != true
            : property.IsGetNullable && property.ShouldSerialize is null;
        if (schema is not OpenApiSchema own)
            return nullable
                ? new OpenApiSchema { OneOf = [schema, new OpenApiSchema { Type = JsonSchemaType.Null }], Description = description }
                : new OpenApiSchemaReference(((OpenApiSchemaReference)schema).Reference.Id!, document) { Description = description };
        own.Description = description;
        if (field is not null)
            Bound(own, field, json);
        if (nullable && own.Type is { } type)
        {
            own.Type = type | JsonSchemaType.Null;
            own.Enum?.Add(JsonNullSentinel.JsonNull);
        }
        return own;
    }

    private static void Bound(OpenApiSchema schema, FieldAttribute field, JsonSerializerOptions json)
    {
        if (field.IsId)
            schema.Format = "uuid";
        if (field.Values.Length > 0)
        {
            schema.Enum = [.. field.Values.Select(value => (JsonNode)value)];
            schema.Examples = null;
        }
        schema.Pattern = field.Pattern;
        if (field.Example is { } example)
            WithExample(schema, JsonNode.Parse(example));
        if (field.Min == field.Max)
            return;
        switch (schema.Type)
        {
            case JsonSchemaType.Integer:
                (schema.Minimum, schema.Maximum) = (Text(field.Min), Text(field.Max));
                break;
            case JsonSchemaType.String:
                (schema.MinLength, schema.MaxLength) = ((int)field.Min, (int)field.Max);
                break;
            case JsonSchemaType.Array:
                (schema.MinItems, schema.MaxItems) = ((int)field.Min, (int)field.Max);
                break;
        }

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <returns>null when it is not a scalar.</returns>
    private static OpenApiSchema? Scalar(Type type, JsonSerializerOptions json)
    {
        if (type == typeof(object))
            return new();
        if (type == typeof(string))
            return new() { Type = JsonSchemaType.String };
        if (type == typeof(bool))
            return WithExample(new() { Type = JsonSchemaType.Boolean }, false);
        if (type == typeof(int))
            return WithExample(new() { Type = JsonSchemaType.Integer, Format = "int32" }, 1);
        if (type == typeof(long))
            return WithExample(new() { Type = JsonSchemaType.Integer, Format = "int64" }, 1024);
        if (type == typeof(decimal) || type == typeof(double))
            return WithExample(new() { Type = JsonSchemaType.Number, Format = "double" }, 1.5);
        if (type == typeof(Uri))
            return new() { Type = JsonSchemaType.String, Format = "uri" };
        if (type == typeof(byte[]))
            return new() { Type = JsonSchemaType.String, ContentEncoding = "base64" };
        if (type == typeof(DateTimeOffset))
            return WithExample(new() { Type = JsonSchemaType.String, Format = "date-time" }, "2026-06-23T10:04:11Z");
        if (type.IsEnum)
        {
            // Enums as they are serialized: as numbers when the dialect has no converter.
            var values = Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.SerializeToNode(value, type, json)!).ToList();
            return new() { Type = JsonSchemaType.String, Enum = values };
        }
        if (type.GetInterfaces().Any(implemented => implemented.IsGenericType && implemented.GetGenericTypeDefinition() == typeof(IId<>)))
            return WithExample(new() { Type = JsonSchemaType.String, Format = "uuid" }, "9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f");
        return null;
    }

    /// <summary>With the example of all texts and ids of this name.</summary>
    private static OpenApiSchema Named(OpenApiSchema scalar, string name) =>
        scalar is { Type: JsonSchemaType.String, Enum: null, Format: not "date-time" } ? WithExample(scalar, Examples.Of(name)) : scalar;

    private static OpenApiSchema WithExample(OpenApiSchema schema, JsonNode? example)
    {
        if (example is not null)
            schema.Examples = [example];
        return schema;
    }

    private static IEnumerable<(JsonPropertyInfo Property, FieldAttribute? Field)> Fields(JsonTypeInfo contract, bool isRequest) =>
        from property in contract.Properties
        where isRequest ? property.Set is not null || property.AssociatedParameter is not null : property.Get is not null
        let attributes = property.AttributeProvider!.GetCustomAttributes(typeof(FieldAttribute), inherit: false)
        select (property, attributes.Cast<FieldAttribute>().SingleOrDefault());

    private static bool IsOptional(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>);

    private static string NameOf(Type type)
    {
        var name = type.IsGenericType ? NameOf(type.GetGenericArguments()[0]) + "Answer" : type.Name;
        return name.EndsWith("Out", StringComparison.Ordinal) ? name[..^3] : name.EndsWith("In", StringComparison.Ordinal) ? name[..^2] + "Request" : name;
    }
}
