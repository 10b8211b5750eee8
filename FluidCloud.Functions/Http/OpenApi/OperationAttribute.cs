using FluidCloud.Core.Access;
using FluidCloud.Core.Owners;

namespace FluidCloud.Functions.Http.OpenApi;

/// <summary>
/// Describes a route for <c>GET /openapi.json</c>, where the signature is not enough. Each HTTP function has one, an
/// <see cref="AnswerAttribute"/> per success status, a <see cref="QueryAttribute"/> per query parameter, and
/// <see cref="PagesAttribute"/> when it is a paged list. <see cref="FieldAttribute"/> has the bounds and examples of body fields;
/// their docstrings have the meaning.
/// </summary>
/// <param name="summary">A short summary.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OperationAttribute(string summary) : Attribute
{
    public string Summary { get; } = summary;

    /// <summary>Further text; null when the summary is enough.</summary>
    public string? Details { get; init; }

    /// <summary>As in <c>files:read</c>; null when any good key will do.</summary>
    public string? Scope { get; init; }

    /// <summary>Whether it needs no key.</summary>
    public bool Public { get; init; }

    /// <summary>The least role of an owner that it needs; 0 for a route that is not for owners, or for those who sign in.</summary>
    public OwnerRole Role { get; init; }

    /// <summary>The record of its JSON body; null when it takes none.</summary>
    public Type? Body { get; init; }

    /// <summary>Whether the body may be left out.</summary>
    public bool BodyIsOptional { get; init; }

    /// <summary>The statuses of its failures, beside those that every route may answer.</summary>
    public int[] Fails { get; init; } = [];

    /// <summary>The window that it counts in beside the one of all requests.</summary>
    public RateLimit Window { get; init; } = RateLimit.Requests;
}

/// <summary>An answer of a route: its successes, and a failure that has a body of its own.</summary>
/// <param name="status">The status.</param>
/// <param name="body">The type of the JSON body; null for no body or other content.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class AnswerAttribute(int status, Type? body = null) : Attribute
{
    public int Status { get; } = status;

    public Type? Body { get; } = body;

    /// <summary>The media type of an answer that is not JSON, or not always; null when there is none.</summary>
    public string? Content { get; init; }

    /// <summary>When it is this one; null where the status says it.</summary>
    public string? When { get; init; }
}

/// <summary>A parameter of the query.</summary>
/// <param name="name">The name of the parameter.</param>
/// <param name="type">The type of its value: an id, a number, a flag or text.</param>
/// <param name="description">The meaning of the parameter.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class QueryAttribute(string name, Type type, string description) : Attribute
{
    public string Name { get; } = name;

    public Type Type { get; } = type;

    public string Description { get; } = description;

    public bool Required { get; init; }

    /// <summary>The texts that it may be; empty when it is not one of a few.</summary>
    public string[] Values { get; init; } = [];

    /// <summary>The least and the most of a number; the same when it has no bounds.</summary>
    public int Min { get; init; }

    /// <inheritdoc cref="Min"/>
    public int Max { get; init; }

    /// <summary>In the place of the one that all parameters of this name have; null for that one.</summary>
    public string? Example { get; init; }
}

/// <summary>A listing: <c>limit</c> and <c>cursor</c>, and the link to the next page.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PagesAttribute : Attribute;

/// <summary>What a field of a body may be, beyond its type.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FieldAttribute : Attribute
{
    /// <summary>Of a request: it can't be left out, nor be null.</summary>
    public bool Required { get; init; }

    /// <summary>Whether null is a value that differs from an omitted field, as in PATCH requests.</summary>
    public bool Nullable { get; init; }

    /// <summary>Whether a text is the id of something.</summary>
    public bool IsId { get; init; }

    /// <summary>The texts that it may be; empty when it is not one of a few.</summary>
    public string[] Values { get; init; } = [];

    /// <summary>The bounds of a number, of the length of a text, or of the number of list members; equal when there are none.</summary>
    public long Min { get; init; }

    /// <inheritdoc cref="Min"/>
    public long Max { get; init; }

    /// <summary>A regular expression that the text must match; null for any text.</summary>
    public string? Pattern { get; init; }

    /// <summary>As JSON, in the place of the one that all fields of this name have; null for that one.</summary>
    public string? Example { get; init; }
}
