using System.Reflection;
using System.Text.Json.Nodes;
using FluidCloud.Core.Access;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Rules.Http;

/// <summary>What the description of the API has of each route and each field.</summary>
public class DescriptionTests
{
    private static JsonObject Description => DescribedAnswers.Description;

    [Fact]
    public void Every_route_says_what_its_signature_does_not()
    {
        foreach (var (method, _) in DescribeApi.Routes())
        {
            var operation = method.GetCustomAttribute<OperationAttribute>().ShouldNotBeNull($"{method.Name} has no [Operation] (docs/architecture.md, \"A route\").");
            method.GetCustomAttributes<AnswerAttribute>().ShouldContain(answer => answer.Status < 300, $"{method.Name} has no [Answer] for its success.");
            if (operation.Scope is { } scope)
                Scope.All.ShouldContain(new Scope(scope), method.Name);
        }
    }

    [Fact]
    public void An_operation_is_called_as_its_function_and_no_two_alike()
    {
        var ids = Operations().Select(operation => operation["operationId"]!.GetValue<string>()).ToList();

        ids.ShouldBeUnique();
        ids.Order().ShouldBe(DescribeApi.Routes().Select(route => char.ToLowerInvariant(route.Method.Name[0]) + route.Method.Name[1..]).Order());
    }

    [Fact]
    public void The_words_are_those_of_the_docstrings()
    {
        Property("Share", "expires_at")["description"]!.GetValue<string>().ShouldBe("null for a permanent link.");
        Description["tags"]!.AsArray().ShouldAllBe(tag => tag!["description"]!.GetValue<string>().Length > 10);
    }

    [Fact]
    public void What_may_be_null_says_so()
    {
        Types(Property("File", "folder_id")).ShouldBe(["null", "string"]);
        Types(Property("File", "id")).ShouldBe(["string"]);
        Types(Property("PatchFileRequest", "folder_id")).ShouldBe(["null", "string"]);
        Types(Property("PatchFileRequest", "original_name")).ShouldBe(["string"]);
        Types(Property("InitiateUploadRequest", "size")).ShouldBe(["integer"]);
    }

    [Fact]
    public void A_text_has_an_example_or_the_values_that_it_may_have()
    {
        var without =
            from schema in Description["components"]!["schemas"]!.AsObject()
            from property in schema.Value!["properties"]!.AsObject()
            where property.Value!["type"] is not null && Types(property.Value).Contains("string")
            where property.Value["examples"] is null && property.Value["enum"] is null
            select $"{schema.Key}.{property.Key}";

        without.ShouldBeEmpty("Examples.cs has one for all fields of a name, [Field] for one field.");
    }

    [Fact]
    public void The_compatible_APIs_are_apart()
    {
        foreach (var (path, item) in Description["paths"]!.AsObject())
        {
            foreach (var (_, operation) in item!.AsObject())
            {
                var tag = operation!["tags"]![0]!.GetValue<string>();
                var schemes = string.Join(' ', operation["security"]!.AsArray().Select(way => way!.AsObject().Single().Key));
                if (path.StartsWith("/files/", StringComparison.Ordinal))
                    (tag, schemes).ShouldBe(("Sweeppea", "SweeppeaToken"));
                else if (path.StartsWith("/api/uploads/", StringComparison.Ordinal))
                    (tag, schemes).ShouldBe(("Swiftia", "SwiftiaToken"));
                else if (path.StartsWith("/owner/", StringComparison.Ordinal))
                    (tag, schemes).ShouldBe(("Owners", schemes.Length > 0 ? "OwnerToken OwnerSession" : ""));
                else if (schemes.Length > 0)
                    schemes.ShouldBe("ApiKey Bearer");
            }
        }
    }

    [Fact]
    public void Answers_may_get_new_fields() =>
        Description["components"]!["schemas"]!.AsObject().ShouldAllBe(schema => schema.Value!["additionalProperties"] == null);

    private static IEnumerable<JsonNode> Operations() =>
        Description["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => operation.Value!));

    private static JsonNode Property(string schema, string name) => Description["components"]!["schemas"]![schema]!["properties"]![name]!;

    private static IReadOnlyList<string> Types(JsonNode schema) => schema["type"] is JsonArray several
        ? [.. several.Select(type => type!.GetValue<string>()).Order(StringComparer.Ordinal)]
        : [schema["type"]!.GetValue<string>()];
}
