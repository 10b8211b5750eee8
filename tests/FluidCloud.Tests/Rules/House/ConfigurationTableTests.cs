using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using FluidCloud.Functions.Settings;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Rules;

/// <summary>The tables of docs/configuration.md are the settings.</summary>
public sealed class ConfigurationTableTests
{
    private static readonly string Root = RepositoryRoot.Path;

    private static readonly IReadOnlyList<string[]> Rows =
    [
        .. from line in File.ReadLines(Path.Combine(Root, "docs", "configuration.md"))
           where line.StartsWith("| `FluidCloud", StringComparison.Ordinal)
           select line.Split('|', StringSplitOptions.TrimEntries),
    ];

    [Fact]
    public void Every_setting_has_its_row_with_its_default()
    {
        var settings =
            from section in SettingsSections.All
            from property in ReadSettings.Properties(section.Type)
            select $"`{ReadSettings.NameOf(section, property)}` {Default(section, property)}";

        Rows.Select(row => $"{row[1]} {row[2]}").Order().ShouldBe(settings.Order());
    }

    [Fact]
    public void Every_row_says_what_the_setting_means() => Rows.ShouldAllBe(row => row.Length == 5 && row[3].Length > 0);

    private static string Default(SettingsSection section, PropertyInfo property) =>
        property.GetValue(Activator.CreateInstance(section.Type)) switch
        {
            null => property.IsDefined(typeof(RequiredAttribute)) ? "required" : "none",
            bool value => value ? "`true`" : "`false`",
            string { Length: 0 } => "none",
            string text => $"`{text}`",
            IEnumerable list => string.Join(", ", list.Cast<object>().Select(member => $"`{member}`")) is { Length: > 0 } members ? members : "none",
            var value => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
        };
}
