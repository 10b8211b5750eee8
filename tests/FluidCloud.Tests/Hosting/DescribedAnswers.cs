using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FluidCloud.Core.Access;
using FluidCloud.Functions.Http.OpenApi;
using Json.Schema;
using Shouldly;

namespace FluidCloud.Tests.Hosting;

/// <summary>
/// Holds answers to the description of the API: each status of a route is described, and its body fits the schema. A field
/// that the description does not name fails too, though clients have to bear it: it was forgotten here.
/// </summary>
public static class DescribedAnswers
{
    private sealed record Operation(string Id, string Method, Regex Path, int Parameters, IReadOnlyDictionary<int, JsonSchema?> Bodies);

    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    /// <summary>What the front of a server refuses before a route is known (docs/api.md).</summary>
    private static readonly int[] BeforeAnyRoute = [400, 414, 431];

    private static readonly ConcurrentDictionary<(string Operation, int Status), int> Seen = new();

    private static readonly Lazy<IReadOnlyList<Operation>> Operations = new(() => Read(Description!));

    /// <summary>The description, as it is sent.</summary>
    public static JsonObject Description { get; } =
        JsonNode.Parse(new DescriptionText(RateLimits.Unlimited).Json.GetAwaiter().GetResult())!.AsObject();

    /// <summary>How many answers were held to the description so far, by the operation and the status.</summary>
    public static IReadOnlyDictionary<(string Operation, int Status), int> Checked => Seen;

    /// <summary>Every answer that is described.</summary>
    public static IEnumerable<(string Operation, int Status)> All =>
        from operation in Operations.Value
        from status in operation.Bodies.Keys
        select (operation.Id, status);

    /// <param name="path">With or without a query; one of no route is passed over.</param>
    /// <param name="mediaType">Of the body; null when it has none.</param>
    /// <param name="body">As it came; that of a HEAD is empty.</param>
    public static void Check(HttpMethod method, string path, int status, string? mediaType, string body)
    {
        var asked = "/" + path.Split('?')[0].TrimStart('/');
        var isHead = method == HttpMethod.Head;
        var operation = Operations.Value
            .Where(operation => operation.Method == (isHead ? "get" : method.Method.ToLowerInvariant()) && operation.Path.IsMatch(asked))
            .MinBy(operation => operation.Parameters);
        if (operation is null)
            return;
        if (!operation.Bodies.TryGetValue(status, out var schema))
        {
            BeforeAnyRoute.ShouldContain(status, $"{operation.Id} answered {status}, which is not described: {body}");
            return;
        }
        Seen.AddOrUpdate((operation.Id, status), 1, (_, count) => count + 1);
        if (schema is null || isHead || mediaType != "application/json")
            return;
        using var json = JsonDocument.Parse(body);
        var fit = schema.Evaluate(json.RootElement, Options);
        if (fit.IsValid)
            return;
        var problems =
            from detail in fit.Details ?? []
            from error in detail.Errors ?? new Dictionary<string, string>()
            select $"{detail.InstanceLocation} {error.Value}";
        throw new ShouldAssertException($"{operation.Id} answered {status} with a body that does not fit its description: {string.Join("; ", problems)}\n{body}");
    }

    private static List<Operation> Read(JsonObject description)
    {
        // Closed, and where a schema of its own looks for what it refers to.
        var components = Close(description["components"]!["schemas"]!.DeepClone());
        var routes = DescribeApi.Routes().ToDictionary(route => JsonNamingPolicy.CamelCase.ConvertName(route.Method.Name), route => route.Trigger.Route!);
        var operations = new List<Operation>();
        foreach (var (path, item) in description["paths"]!.AsObject())
        {
            foreach (var (method, operation) in item!.AsObject())
            {
                var id = operation!["operationId"]!.GetValue<string>();
                var pattern = Regex.Replace(Regex.Replace(routes[id], @"\{\w+\}", "[^/]+"), @"\{\*\w+\}", ".+");
                operations.Add(new(
                    id, method, new($"^/{pattern}$", RegexOptions.IgnoreCase), path.Count(character => character == '{'),
                    operation["responses"]!.AsObject().ToDictionary(response => int.Parse(response.Key), response => BodyOf(Resolve(response.Value!)))));
            }
        }
        return operations;

        JsonNode Resolve(JsonNode response) => response["$ref"] is { } reference
            ? description["components"]!["responses"]![reference.GetValue<string>().Split('/')[^1]]!
            : response;

        JsonSchema? BodyOf(JsonNode response)
        {
            if (response["content"]?["application/json"]?["schema"] is not JsonObject schema || schema.Count == 0)
                return null;
            var whole = Close(schema.DeepClone()).AsObject();
            whole["$defs"] = components.DeepClone();
            return JsonSchema.FromText(whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal));
        }
    }

    private static JsonNode Close(JsonNode node)
    {
        if (node is JsonObject schema)
        {
            if (schema["properties"] is JsonObject)
                schema["additionalProperties"] = false;
            foreach (var member in schema.Where(member => member.Value is not null).ToList())
                Close(member.Value!);
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items.Where(item => item is not null))
                Close(item!);
        }
        return node;
    }
}
