using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace FluidCloud.Functions.Settings;

/// <summary>Reads settings records from the configuration and collects all problems, so that one start reports all of them.</summary>
internal sealed class ReadSettings(IConfiguration configuration)
{
    private readonly List<string> problems = [];

    /// <summary>Each problem names its setting as an environment variable. None contains a value, which may be a secret.</summary>
    public IReadOnlyList<string> Problems => problems;

    public object Read(SettingsSection section)
    {
        var settings = Activator.CreateInstance(section.Type)!;
        foreach (var property in Properties(section.Type))
        {
            if (Find(section, property) is { } found)
            {
                if (Convert(found, section, property) is not { } value)
                    continue;
                property.SetValue(settings, value);
            }
            Check(settings, section, property);
        }
        if (settings is IValidatableObject whole)
            problems.AddRange(whole.Validate(new(settings)).Select(problem => $"{section.Name}: {problem.ErrorMessage}"));
        return settings;
    }

    /// <summary>Finds settings that nothing reads: most likely misspelled.</summary>
    public void FindUnknown(IReadOnlyList<SettingsSection> known)
    {
        foreach (var found in configuration.GetChildren().Where(child => IsOurs(child.Key)))
        {
            var section = known.FirstOrDefault(section => Same(section.Name, found.Key));
            if (section is null || (found.Value is { Length: > 0 } && section.Whole is null))
                problems.Add($"{found.Key}: there is no such setting");
            if (section is null)
                continue;
            var names = Properties(section.Type).Where(property => property.Name != section.Whole).Select(property => property.Name);
            foreach (var setting in found.GetChildren().Where(setting => !names.Any(name => Same(name, setting.Key))))
                problems.Add($"{section.Name}__{setting.Key}: there is no such setting");
        }
    }

    /// <summary>Requires exactly one of several settings.</summary>
    /// <param name="names">Their names as environment variables.</param>
    public void RequireOneOf(IReadOnlyList<string> names)
    {
        var given = names.Where(name => configuration[name.Replace("__", ":", StringComparison.Ordinal)] is { Length: > 0 }).ToList();
        if (given.Count == 0)
            problems.Add($"one of {string.Join(" and ", names)} is required");
        else if (given.Count > 1)
            problems.Add($"only one of {string.Join(" and ", given)} can be set");
    }

    /// <summary>The properties that can be configured: those whose type can be written as text.</summary>
    public static IEnumerable<PropertyInfo> Properties(Type type) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite && !property.PropertyType.IsAssignableTo(typeof(Delegate)));

    public static string NameOf(SettingsSection section, PropertyInfo property) =>
        property.Name == section.Whole ? section.Name : $"{section.Name}__{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}";

    /// <returns>null when it is not set. An empty text counts as not set, because deployments can't omit a setting.</returns>
    private IConfigurationSection? Find(SettingsSection section, PropertyInfo property)
    {
        var found = configuration.GetSection(section.Name);
        if (property.Name == section.Whole)
            return found.Value is { Length: > 0 } ? found : null;
        found = found.GetSection(property.Name);
        return found.Value is { Length: > 0 } || found.GetChildren().Any() ? found : null;
    }

    /// <returns>null when the text does not convert to the property's type; then a problem is added.</returns>
    private object? Convert(IConfigurationSection found, SettingsSection section, PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        try
        {
            // A list has members and no value; everything else has a value and no members.
            var hasMembers = found.Value is null or "";
            if (hasMembers == IsList(type) && found.Get(type, binder => binder.ErrorOnUnknownConfiguration = true) is { } value
                && value is not Uri { IsAbsoluteUri: false })
            {
                return value;
            }
        }
        catch (InvalidOperationException)
        {
            // Not reported as it is: its message contains the value.
        }
        problems.Add($"{NameOf(section, property)} must be {Wanted(type, NameOf(section, property))}");
        return null;
    }

    private void Check(object settings, SettingsSection section, PropertyInfo property)
    {
        var broken = new List<ValidationResult>();
        var context = new ValidationContext(settings) { MemberName = property.Name, DisplayName = NameOf(section, property) };
        Validator.TryValidateProperty(property.GetValue(settings), context, broken);
        problems.AddRange(broken.Select(problem => problem.ErrorMessage!.TrimEnd('.')));
    }

    private static string Wanted(Type type, string name) => type switch
    {
        _ when IsList(type) => $"a list: {name}__0, {name}__1 and so on",
        _ when type == typeof(Uri) => "an absolute URL",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => "a time span, as in 00:04:30",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        { IsEnum: true } => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ => "a text",
    };

    private static bool IsList(Type type) => type != typeof(string) && type.IsAssignableTo(typeof(IEnumerable));

    /// <summary>Excludes variables such as FLUIDCLOUD_DATA, which belong to the commands on a developer's machine.</summary>
    private static bool IsOurs(string key) =>
        key.StartsWith("FluidCloud", StringComparison.OrdinalIgnoreCase) && !key.StartsWith("FLUIDCLOUD_", StringComparison.OrdinalIgnoreCase);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
