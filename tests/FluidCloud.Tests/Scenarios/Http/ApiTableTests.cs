using System.Text.Json.Nodes;
using FluidCloud.Core.Access;
using FluidCloud.Local.Hosting;
using FluidCloud.Tests.Hosting;
using Microsoft.Azure.Functions.Worker;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>The tables of docs/api.md, docs/compat.md and docs/owners.md are the route table.</summary>
public class ApiTableTests(LocalApp app) : IClassFixture<LocalApp>
{
    private sealed record Row(string Method, string Path, string Scopes, string Fields, string Statuses);

    private static readonly string Root = RepositoryRoot.Path;

    private static IReadOnlyList<Row> Table { get; } =
    [
        .. from document in new[] { "api.md", "compat.md", "owners.md" }
           from line in File.ReadLines(Path.Combine(Root, "docs", document))
           let cells = line.Split('|', StringSplitOptions.TrimEntries)
           where cells.Length == 7 && cells[2].StartsWith('/')
           select new Row(cells[1], cells[2], cells[3], cells[4], cells[5]),
    ];

    public static TheoryData<string, string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string, string>();
            foreach (var row in Table)
                rows.Add(row.Method, row.Path, row.Scopes);
            return rows;
        }
    }

    [Fact]
    public void Every_route_has_its_row()
    {
        var routes =
            from route in FunctionMethod.All<HttpTriggerAttribute>()
            where route.Function.Name != "UnknownRoute"
            // Every GET has its HEAD.
            from method in route.Trigger.Methods!.Except(["head"])
            select $"{method.ToUpperInvariant()} /{route.Trigger.Route}";

        Table.Select(row => $"{row.Method} {row.Path}").Order().ShouldBe(routes.Order());
    }

    /// <summary>Those of owners name a role instead.</summary>
    public static IEnumerable<TheoryDataRow<string, string, string>> RowsOfKeys =>
        Rows.Where(row => !row.Data.Item2.StartsWith("/owner/", StringComparison.Ordinal));

    [Theory, MemberData(nameof(RowsOfKeys)), Contract(79, 80)]
    public async Task A_row_names_the_scopes_that_a_key_without_any_is_told(string method, string path, string scopes)
    {
        await app.AppendReceiptsAsync(); // Begins the log.
        var key = await app.NewKeyAsync((await app.NewTenantAsync()).Tenant, []);
        var url = System.Text.RegularExpressions.Regex.Replace(path[1..], @"\{\w+\}", Guid.NewGuid().ToString());

        var answer = await TenantClient.SendRawAsync(app, new(method), url, headers: headers =>
        {
            if (scopes != "none")
                headers.Authorization = new("Bearer", key);
        });

        if (path == "/dashboard/{*path}")
            return; // Every path is the page, where it is built: DashboardTests.
        if (scopes is "none" or "any key")
        {
            answer.ShouldBe(path.Contains('{', StringComparison.Ordinal) ? 404 : 200);
            return;
        }
        string.Join(", ", DialectResponses.Of(path[1..]).RequiredScopes(answer)).ShouldBe(scopes);
        scopes.Split(", ").ShouldAllBe(scope => Scope.All.Contains(new Scope(scope)));
    }

    /// <summary>A field that is needed only sometimes is one that may be left out, in the words of the description.</summary>
    [Theory, MemberData(nameof(Rows))]
    public void A_row_is_what_the_description_says(string method, string path, string scopes)
    {
        var row = Table.Single(row => row.Method == method && row.Path == path);
        var operation = DescribedAnswers.Description["paths"]![path.Replace("{*", "{", StringComparison.Ordinal)]![method.ToLowerInvariant()]!;

        ScopesIn(operation).ShouldBe(scopes);
        string.Join(", ", FieldsIn(operation).Order(StringComparer.Ordinal)).ShouldBe(string.Join(", ",
            row.Fields.Split(", ", StringSplitOptions.RemoveEmptyEntries)
                .Select(field => field.EndsWith(" (unless trash=true)", StringComparison.Ordinal) ? $"*{field.Split(' ')[0]}*" : field)
                .Order(StringComparer.Ordinal)));
        int[] common = scopes switch { "none" => [500], "any key" => [401, 429, 500, 503], "Auditor" or "Operator" or "Owner" => [401, 403, 404, 500, 503], _ => [401, 403, 429, 500, 503] };
        operation["responses"]!.AsObject().Select(response => int.Parse(response.Key)).Order()
            .ShouldBe(row.Statuses.Split(", ").Select(int.Parse).Union(common).Order());
    }

    [Fact]
    public void The_description_has_no_other_routes() =>
        DescribedAnswers.Description["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {path.Key}"))
            .Order().ShouldBe(Table.Select(row => $"{row.Method} {row.Path.Replace("{*", "{", StringComparison.Ordinal)}").Order());

    private static string ScopesIn(JsonNode operation)
    {
        var ways = operation["security"]!.AsArray();
        if (ways.Count == 0)
            return "none";
        var scopes = ways.Select(way => string.Join(", ", way!.AsObject().Single().Value!.AsArray().Select(scope => scope!.GetValue<string>()))).Distinct().ShouldHaveSingleItem();
        return scopes.Length == 0 ? "any key" : scopes;
    }

    /// <summary>As the tables write them: those of the query with a question mark, those that may be left out in italics.</summary>
    private static IEnumerable<string> FieldsIn(JsonNode operation)
    {
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            if (parameter!["in"]!.GetValue<string>() == "query")
                yield return Written("?" + parameter["name"]!.GetValue<string>(), parameter["required"]?.GetValue<bool>() == true);
        }
        if (operation["requestBody"] is not { } body)
            yield break;
        var name = body["content"]!["application/json"]!["schema"]!["$ref"]!.GetValue<string>().Split('/')[^1];
        var schema = DescribedAnswers.Description["components"]!["schemas"]![name]!;
        var required = schema["required"]?.AsArray().Select(field => field!.GetValue<string>()).ToList() ?? [];
        foreach (var (field, _) in schema["properties"]!.AsObject())
            yield return Written(field, required.Contains(field));

        static string Written(string field, bool required) => required ? field : $"*{field}*";
    }

    [Fact]
    public void A_row_says_what_comes_of_a_path_and_of_a_body()
    {
        foreach (var row in Table.Where(row => DialectResponses.Of(row.Path[1..]) == DialectResponses.FluidCloud))
        {
            int[] statuses = [.. row.Statuses.Split(", ").Select(int.Parse)];
            statuses.ShouldBe(statuses.Order(), ignoreOrder: false, row.Path);
            statuses[0].ShouldBeInRange(200, 299, row.Path);
            if (row.Scopes == "none" && row.Path.Contains('{', StringComparison.Ordinal))
                statuses.ShouldContain(404, row.Path); // No token and no tile is malformed: it names something or nothing.
            else if (row.Path.Contains('{', StringComparison.Ordinal))
                statuses.ShouldBe(statuses.Union([404, 422]).Order(), ignoreOrder: false, row.Path);
            if (row.Method is "POST" or "PATCH" && row.Fields.Length > 0)
                statuses.ShouldBe(statuses.Union([413, 422]).Order(), ignoreOrder: false, row.Path);
        }
    }
}
