using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Infra;

/// <summary>Alerts and dashboards are those of docs/operations.md, and ask for what the product measures.</summary>
/// <remarks>InstrumentTableTests holds the instruments there to the code.</remarks>
public sealed partial class AlertTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(RepositoryRoot.Path, "docs", "operations.md"));

    private static readonly IReadOnlyList<JsonNode> Rules = [.. Read("alerts.json").AsArray().Select(rule => rule!)];

    /// <summary>Those of infra/modules/alerts.bicep that ask no workspace.</summary>
    private static readonly string[] Metrics = ["not-ready", "metadata-throttled"];

    [Fact]
    public void Every_alert_has_its_row_with_its_severity()
    {
        var rows = Rows(cells: 7).Where(cells => cells[4] is "1" or "2").ToDictionary(cells => cells[1], cells => cells[4]);

        rows.Keys.ShouldBe([.. Rules.Select(Name), .. Metrics], ignoreOrder: true);
        Rules.ShouldAllBe(rule => rows[Name(rule)] == $"{rule["severity"]}");
        Metrics.ShouldAllBe(alert => File.ReadAllText(Path.Combine(Bicep.Deployment, "modules", "alerts.bicep")).Contains($"name: '{alert}'"));
    }

    [Fact]
    public void What_an_alert_refers_to_is_a_heading() =>
        Rules.Select(rule => $"{rule["see"]}").Except(Page.Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#', ' '))).ShouldBeEmpty();

    [Fact]
    public void An_alert_is_looked_at_no_later_than_its_window_ends() =>
        Rules.ShouldAllBe(rule => System.Xml.XmlConvert.ToTimeSpan($"{rule["every"]}") <= System.Xml.XmlConvert.ToTimeSpan($"{rule["window"]}"));

    [Theory]
    [InlineData("alerts.json")]
    [InlineData("workbook.json")]
    public void A_query_asks_for_what_is_measured(string file)
    {
        var tags = Instruments();
        foreach (var query in Strings(Read(file)).Where(text => text.Contains("AppMetrics", StringComparison.Ordinal)))
        {
            var instruments = Instrument().Matches(query).Select(match => match.Groups[1].Value).ToList();
            instruments.ShouldNotBeEmpty(query);
            instruments.Except(tags.Keys).ShouldBeEmpty(query);
            var asked = Tag().Matches(query).Select(match => match.Groups[1].Value + match.Groups[2].Value);
            asked.Except(instruments.SelectMany(instrument => tags[instrument])).ShouldBeEmpty(query);
        }
    }

    [Fact]
    public void The_workbook_shows_every_instrument_under_the_headings_of_the_page()
    {
        var texts = Strings(Read("workbook.json")).ToList();

        Instruments().Keys.Where(instrument => !texts.Any(text => text.Contains($"'{instrument}'"))).ShouldBeEmpty();
        texts.Where(text => text.StartsWith("## ", StringComparison.Ordinal)).Select(text => text[3..])
            .ShouldBe(Page.Select(line => Dashboard().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value));
    }

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Bicep.Deployment, file)))!;

    private static string Name(JsonNode rule) => $"{rule["name"]}";

    private static IEnumerable<string[]> Rows(int cells) => Page.Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(row => row.Length == cells);

    /// <summary>Their tags by name.</summary>
    private static Dictionary<string, string[]> Instruments() => Rows(cells: 7).Where(cells => cells[1].StartsWith('`') && cells[2] is "histogram" or "counter")
        .ToDictionary(cells => cells[1].Trim('`'), cells => cells[4].Split(", ").Select(tag => tag.Trim('`')).ToArray());

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Strings(member.Value)),
        JsonArray items => items.SelectMany(Strings),
        JsonValue value when value.TryGetValue<string>(out var text) => [text],
        _ => [],
    };

    [GeneratedRegex(@"'(http\.server\.request\.duration|fluidcloud\.[\w.]+)'")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"Properties(?:\.(\w+)|\['([\w.]+)'\])")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^\d\. \*\*(\w+)\*\*: ")]
    private static partial Regex Dashboard();
}
