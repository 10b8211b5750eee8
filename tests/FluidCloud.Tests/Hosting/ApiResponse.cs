using System.Net;
using System.Text.Json;
using Shouldly;

namespace FluidCloud.Tests.Hosting;

/// <summary>An answer of the API, whole.</summary>
public sealed record ApiResponse(HttpStatusCode Status, string Text, System.Net.Http.Headers.HttpResponseHeaders Headers)
{
    /// <summary>The headers that describe the body.</summary>
    public required System.Net.Http.Headers.HttpContentHeaders Content { get; init; }

    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public JsonElement this[string field] => Json.GetProperty(field);

    public string Detail => this["detail"].ToString();

    /// <summary>Fails with the body printed.</summary>
    public ApiResponse ShouldBe(int status)
    {
        ((int)Status).ShouldBe(status, Text);
        return this;
    }

    /// <summary>An error in the API's form, whose detail mentions that.</summary>
    public ApiResponse ShouldFail(int status, string mentions = "")
    {
        ShouldBe(status);
        Json.EnumerateObject().Select(property => property.Name).ShouldBe(["detail"], Text);
        Detail.ShouldContain(mentions);
        Detail.ShouldNotContain("   at ");
        return this;
    }
}
