using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FluidCloud.Functions.Http.OpenApi;

/// <summary>The summaries that stand before types and properties, from the XML that the compiler writes beside each assembly.</summary>
internal sealed partial class Docstrings
{
    private readonly Dictionary<string, string> summaries = [];

    public Docstrings(params IEnumerable<Assembly> assemblies)
    {
        foreach (var path in assemblies.Select(assembly => Path.ChangeExtension(assembly.Location, ".xml")))
        {
            foreach (var member in XDocument.Load(path).Descendants("member"))
            {
                if (member.Element("summary") is { } summary)
                    summaries[member.Attribute("name")!.Value] = TextOf(summary);
            }
        }
    }

    /// <returns>null when there is no docstring.</returns>
    public string? Of(Type type) => summaries.GetValueOrDefault($"T:{NameOf(type)}");

    /// <inheritdoc cref="Of(Type)"/>
    public string? Of(PropertyInfo property) => summaries.GetValueOrDefault($"P:{NameOf(property.DeclaringType!)}.{property.Name}");

    private static string NameOf(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    /// <summary>In Markdown, and without what only the makers of the product look up.</summary>
    private static string TextOf(XElement summary)
    {
        var text = string.Concat(summary.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "paramref" } name => $"`{JsonNamingPolicy.SnakeCaseLower.ConvertName(name.Attribute("name")!.Value)}`",
            XElement { Name.LocalName: "see" } see => see.Attribute("cref")!.Value.Split('.')[^1],
            XElement element => element.Value,
            XText plain => plain.Value,
            _ => "",
        }));
        return Blanks().Replace(Sources().Replace(text, ""), " ").Trim();
    }

    [GeneratedRegex(@"\s*\((statements?|table|the document) [^)]*\)")]
    private static partial Regex Sources();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
