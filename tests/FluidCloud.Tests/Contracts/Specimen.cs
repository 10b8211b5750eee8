using System.Reflection;
using FluidCloud.Core;

namespace FluidCloud.Tests.Contracts;

/// <summary>An instance of a stored record, the same at every run.</summary>
/// <param name="whole">true has something in every field, and the last value of each enum; false only what there always is.</param>
internal sealed class Specimen(bool whole)
{
    private static readonly Guid SomeId = new("9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f");
    private static readonly DateTimeOffset SomeTime = new(2026, 6, 23, 10, 4, 11, 123, TimeSpan.Zero);
    private static readonly NullabilityInfoContext Annotations = new();

    public object Of(Type type)
    {
        var make = type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length)
            ?? throw new InvalidOperationException($"{type} has no constructor.");
        var record = make.Invoke([.. make.GetParameters().Select(parameter =>
            Value(parameter.ParameterType, parameter.Name!, Annotations.Create(parameter).ReadState == NullabilityState.Nullable))]);
        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.SetMethod is not null))
            property.SetValue(record, Value(property.PropertyType, property.Name, Annotations.Create(property).ReadState == NullabilityState.Nullable));
        return record;
    }

    private object? Value(Type type, string name, bool mayBeNull) =>
        mayBeNull && !whole ? null
        : Nullable.GetUnderlyingType(type) is { } inner ? Value(inner, name)
        : Value(type, name);

    private object Value(Type type, string name) =>
        type == typeof(string) ? TextOf(name)
        : type == typeof(int) || type == typeof(long) ? Convert.ChangeType(7, type, System.Globalization.CultureInfo.InvariantCulture)
        : type == typeof(bool) ? whole
        : type == typeof(Guid) ? SomeId
        : type == typeof(DateTimeOffset) ? SomeTime
        : type == typeof(DateOnly) ? DateOnly.FromDateTime(SomeTime.UtcDateTime)
        : type.IsEnum ? whole ? Enum.GetValues(type).Cast<object>().Last() : Enum.GetValues(type).Cast<object>().First()
        : type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IId<>)) ? Activator.CreateInstance(type, SomeId)!
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>) ? Entries(type.GetGenericArguments()[1], name)
        : type.IsGenericType && type.IsInterface ? Items(type.GetGenericArguments()[0], name)
        : Of(type);

    private static string TextOf(string name) => name switch
    {
        "Id" => SomeId.ToString(),
        "Mime" => "image/png",
        _ => $"some {name}",
    };

    private Array Items(Type item, string name)
    {
        var items = Array.CreateInstance(item, whole ? 1 : 0);
        if (whole)
            items.SetValue(Value(item, name), 0);
        return items;
    }

    private object Entries(Type value, string name)
    {
        var entries = (System.Collections.IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), value))!;
        if (whole)
            entries.Add("some_key", Value(value, name));
        return entries;
    }
}
