using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Functions.Http.Owners;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.OpenApi;

namespace FluidCloud.Functions.Http.OpenApi;

/// <summary>
/// Creates the OpenAPI 3.1 description from the functions and their records. It omits HEAD, which every GET route supports.
/// </summary>
public sealed partial class DescribeApi
{
    private readonly OpenApiDocument document;
    private readonly Schemas schemas;
    private readonly RateLimits limits;
    private readonly Docstrings docstrings;

    private DescribeApi(RateLimits limits)
    {
        this.limits = limits;
        docstrings = new(typeof(DescribeApi).Assembly, typeof(FluidCloudException).Assembly);
        document = new()
        {
            Info = new()
            {
                Title = "FluidCloud",
                Version = "1",
                Summary = "File storage with Trash, restore, and permanent deletion that one can check.",
                Description = About,
                Contact = new() { Name = "FluidCloud" },
                License = new() { Name = "MIT", Identifier = "MIT" },
            },
            Servers = [new() { Url = "/", Description = "Where this description comes from." }],
            Paths = [],
            Tags = new HashSet<OpenApiTag>(),
            Components = new()
            {
                Schemas = new Dictionary<string, IOpenApiSchema>(),
                Responses = new Dictionary<string, IOpenApiResponse>(),
                Headers = Headers.All,
                SecuritySchemes = KeySchemes.All,
            },
        };
        schemas = new(document, docstrings);
    }

    /// <param name="limits">The rate limits that the description mentions.</param>
    public static OpenApiDocument Run(RateLimits limits)
    {
        var description = new DescribeApi(limits);
        foreach (var (method, trigger) in Routes().OrderBy(route => route.Method.DeclaringType!.Name, StringComparer.Ordinal))
        {
            if (method.GetCustomAttribute<OperationAttribute>() is { } operation)
                description.Add(method, trigger, operation);
        }
        return description.document;
    }

    /// <summary>Every function with a route of its own.</summary>
    public static IEnumerable<(MethodInfo Method, HttpTriggerAttribute Trigger)> Routes() =>
        from type in typeof(DescribeApi).Assembly.GetTypes()
        from method in type.GetMethods()
        where method.IsDefined(typeof(FunctionAttribute))
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
        where trigger?.Methods is { Length: > 0 }
        select (method, trigger);

    private void Add(MethodInfo method, HttpTriggerAttribute trigger, OperationAttribute operation)
    {
        // OpenAPI can't express path parameters that contain slashes.
        var path = "/" + trigger.Route!.Replace("{*", "{", StringComparison.Ordinal);
        var dialect = DescribedDialect.Of(path);
        var described = new OpenApiOperation
        {
            OperationId = JsonNamingPolicy.CamelCase.ConvertName(method.GetCustomAttribute<FunctionAttribute>()!.Name),
            Summary = operation.Summary,
            Description = WordsOf(operation),
            Tags = new HashSet<OpenApiTagReference> { Tag(dialect == DescribedDialect.Owners ? typeof(OwnerPipeline) : method.DeclaringType!) },
            Parameters = [.. PathParameters(path), .. QueryParameters(method)],
            Responses = ResponsesOf(method, operation, dialect),
            Security = operation.Public ? [] : [.. dialect.KeySchemes.Select(scheme => Requirement(scheme, RightOf(operation)))],
        };
        if (operation.Body is { } body)
        {
            described.RequestBody = new OpenApiRequestBody
            {
                Required = !operation.BodyIsOptional,
                Content = Json(schemas.Of(body, dialect.Json, isRequest: true), Schemas.ExampleOf(body, dialect.Json, isRequest: true)),
            };
        }
        if (!document.Paths.TryGetValue(path, out var item))
            document.Paths.Add(path, item = new OpenApiPathItem { Operations = [] });
        item.Operations!.Add(HttpMethod.Parse(trigger.Methods!.Except(["head"]).Single()), described);
    }

    private string WordsOf(OperationAttribute operation)
    {
        var key = operation switch
        {
            { Public: true } => "Needs no key.",
            { Role: > 0 } => $"Needs an owner with the role {operation.Role}.",
            { Scope: { } scope } => $"Needs a key with the scope `{scope}`.",
            _ => "Needs any good key.",
        };
        var window = operation.Window == RateLimit.Requests ? null : $"At most {limits.Of(operation.Window)} of these a minute.";
        return string.Join(' ', new[] { operation.Details, key, window }.Where(words => words is not null));
    }

    /// <returns>The scope or the role that it needs; null when any good key will do.</returns>
    private static string? RightOf(OperationAttribute operation) => operation.Role > 0 ? operation.Role.ToString() : operation.Scope;

    private OpenApiTagReference Tag(Type functions)
    {
        var name = functions == typeof(OwnerPipeline) ? "Owners" : functions.Name.Replace("Functions", "", StringComparison.Ordinal);
        if (document.Tags!.All(tag => tag.Name != name))
            document.Tags!.Add(new() { Name = name, Description = docstrings.Of(functions) });
        return new(name, document);
    }

    private OpenApiSecurityRequirement Requirement(string scheme, string? scope) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = scope is null ? [] : [scope] };

    private static IEnumerable<OpenApiParameter> PathParameters(string path) =>
        from Match match in InBraces().Matches(path)
        let name = match.Groups[1].Value
        let isId = name.EndsWith("id", StringComparison.OrdinalIgnoreCase)
        select new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Path,
            Required = true,
            Description = isId ? $"The id of the {name.Replace("_id", "", StringComparison.Ordinal).Replace("Id", "", StringComparison.Ordinal)}." : $"The {name}.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = isId ? "uuid" : null },
            Example = Examples.Of(name),
        };

    private IEnumerable<OpenApiParameter> QueryParameters(MethodInfo method)
    {
        foreach (var query in method.GetCustomAttributes<QueryAttribute>())
        {
            var schema = (OpenApiSchema)schemas.Of(query.Type, ApiJson.Options);
            (schema.Format, schema.Examples) = (schema.Type == JsonSchemaType.String ? schema.Format : null, null);
            if (query.Values.Length > 0)
                schema.Enum = [.. query.Values.Select(value => (JsonNode)value)];
            if (query.Min != query.Max)
                (schema.Minimum, schema.Maximum) = (Text(query.Min), Text(query.Max));
            yield return new()
            {
                Name = query.Name, In = ParameterLocation.Query, Required = query.Required, Description = query.Description, Schema = schema,
                Example = query.Example is { } example ? example : query.Type == typeof(string) && query.Values.Length == 0 || schema.Format == "uuid" ? Examples.Of(query.Name) : null,
            };
        }
        if (!method.IsDefined(typeof(PagesAttribute)))
            yield break;
        yield return new()
        {
            Name = "limit", In = ParameterLocation.Query, Description = "How many at most. Without it all are answered.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = Text(PageQuery.MaxLimit) },
        };
        yield return new()
        {
            Name = "cursor", In = ParameterLocation.Query, Description = "Where the page begins: taken from the `Link` header of the one before it.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private OpenApiResponses ResponsesOf(MethodInfo method, OperationAttribute operation, DescribedDialect dialect)
    {
        var answers = method.GetCustomAttributes<AnswerAttribute>().ToDictionary(answer => answer.Status);
        int[] common = operation.Public ? [500] : operation.Role > 0 ? [401, 403, 404, 500, 503] : [401, .. operation.Scope is null ? Array.Empty<int>() : [403], 429, 500, 503];
        var responses = new OpenApiResponses();
        foreach (var status in answers.Keys.Union(operation.Fails).Union(common).Order())
        {
            responses.Add(Text(status), answers.TryGetValue(status, out var answer)
                ? Response(answer, method, operation, dialect)
                : Failure(status, operation.Public || operation.Role > 0, dialect));
        }
        return responses;

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private OpenApiResponse Response(AnswerAttribute answer, MethodInfo method, OperationAttribute operation, DescribedDialect dialect)
    {
        var isListing = method.IsDefined(typeof(PagesAttribute));
        return new()
        {
            Description = answer.When ?? StatusWords.Of(answer.Status),
            Headers = Headers.Of(document, operation.Public || operation.Role > 0, isListing ? ["Link"] : []),
            Content = ContentOf(answer, dialect),
        };
    }

    private Dictionary<string, OpenApiMediaType> ContentOf(AnswerAttribute answer, DescribedDialect dialect)
    {
        var content = answer.Body is { } body ? Json(schemas.Of(body, dialect.Json), Schemas.ExampleOf(body, dialect.Json)) : [];
        if (answer.Content is { } other)
            content.Add(other, new() { Schema = new OpenApiSchema() });
        return content;
    }

    private OpenApiResponseReference Failure(int status, bool isPublic, DescribedDialect dialect)
    {
        var name = dialect.Name + (isPublic ? "Public" : "") + ReasonPhrases.GetReasonPhrase(status).Replace(" ", "", StringComparison.Ordinal);
        if (!document.Components!.Responses!.ContainsKey(name))
        {
            var body = dialect.ErrorOf(status);
            document.Components.Responses.Add(name, new OpenApiResponse
            {
                Description = dialect == DescribedDialect.Owners ? StatusWords.OfOwners(status) : StatusWords.Of(status),
                Headers = Headers.Of(document, isPublic, status is 429 or 503 ? ["Retry-After"] : []),
                Content = Json(schemas.Of(body, dialect.Json), Schemas.ExampleOf(body, dialect.Json)),
            });
        }
        return new(name, document);
    }

    private static Dictionary<string, OpenApiMediaType> Json(IOpenApiSchema schema, JsonNode? example) =>
        new() { ["application/json"] = new() { Schema = schema, Example = example } };

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex InBraces();

    private const string About = """
        Files of many tenants, in spaces and folders. Their bytes go straight between the client and storage, by signed URLs.

        A key goes in `X-API-Key`, or in `Authorization` as a Bearer token. What it may do are its scopes: each route names the one
        that it needs. Requests are counted for each key, in windows of a minute; a refused one is a 429 with `Retry-After`.

        Every GET has a HEAD that answers the same without the body. A field or parameter that a route does not know is ignored,
        and answers may get new fields at any time.

        The routes of *Sweeppea* and *Swiftia* speak as these products' file APIs do, for clients that were written for them.
        """;
}
