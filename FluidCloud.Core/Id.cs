using System.Text.Json;
using System.Text.Json.Serialization;

namespace FluidCloud.Core;

/// <summary>
/// An id: a UUID (version 4 when created here, statement 229), with one type per kind so that ids can't be mixed up.
/// </summary>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    /// <summary>The name of the parameters and fields that hold it, for error messages.</summary>
    static abstract string Field { get; }

    static abstract TSelf From(Guid value);

    Guid Value { get; }
}

public static class Id
{
    public static T New<T>() where T : struct, IId<T> => T.From(Guid.NewGuid());

    /// <exception cref="FluidCloudException">The text is not a UUID in its hyphenated form (statement 222).</exception>
    public static T Parse<T>(string? text, string? field = null) where T : struct, IId<T> =>
        TryParse<T>(text, out var id)
            ? id
            : throw Errors.Invalid(field ?? T.Field, "must be a UUID, such as 9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f");

    public static bool TryParse<T>(string? text, out T id) where T : struct, IId<T>
    {
        // Guid.TryParseExact alone would accept blanks and signs.
        var isId = Guid.TryParseExact(text, "D", out var value) && value.ToString().Equals(text, StringComparison.OrdinalIgnoreCase);
        id = isId ? T.From(value) : default;
        return isId;
    }

    /// <inheritdoc cref="Parse{T}"/>
    /// <returns>null when the text is null.</returns>
    public static T? ParseOptional<T>(string? text, string? field = null) where T : struct, IId<T> =>
        text is null ? null : Parse<T>(text, field);
}

[JsonConverter(typeof(IdConverter<TenantId>))]
public readonly record struct TenantId(Guid Value) : IId<TenantId>
{
    public static string Field => "tenant_id";
    public static TenantId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdConverter<SpaceId>))]
public readonly record struct SpaceId(Guid Value) : IId<SpaceId>
{
    public static string Field => "space_id";
    public static SpaceId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdConverter<FolderId>))]
public readonly record struct FolderId(Guid Value) : IId<FolderId>
{
    public static string Field => "folder_id";
    public static FolderId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdConverter<FileId>))]
public readonly record struct FileId(Guid Value) : IId<FileId>
{
    public static string Field => "file_id";
    public static FileId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdConverter<ShareId>))]
public readonly record struct ShareId(Guid Value) : IId<ShareId>
{
    public static string Field => "share_id";
    public static ShareId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

/// <summary>Identifies a request to erase an app or a tenant, and later its closing receipt.</summary>
[JsonConverter(typeof(IdConverter<ErasureId>))]
public readonly record struct ErasureId(Guid Value) : IId<ErasureId>
{
    public static string Field => "erasure_id";
    public static ErasureId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdConverter<SweepId>))]
public readonly record struct SweepId(Guid Value) : IId<SweepId>
{
    public static string Field => "sweep_id";
    public static SweepId From(Guid value) => new(value);
    public override string ToString() => Value.ToString();
}

internal sealed class IdConverter<T> : JsonConverter<T> where T : struct, IId<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.From(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
