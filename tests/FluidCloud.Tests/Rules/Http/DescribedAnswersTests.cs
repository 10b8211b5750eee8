using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Rules.Http;

/// <summary>That the scenarios are held to the description: what does not fit it fails.</summary>
public class DescribedAnswersTests
{
    private const string Space =
        """{"id":"9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f","tenant_id":"9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f","name":"a","app":"b","created_at":"2026-06-23T10:04:11Z","updated_at":"2026-06-23T10:04:11Z"}""";

    [Theory]
    [InlineData("api/v1/spaces/7", 200, Space)]
    [InlineData("api/v1/spaces?limit=2", 200, $"[{Space},{Space}]")]
    [InlineData("api/v1/spaces/7", 404, """{"detail":"Space not found."}""")]
    [InlineData("api/v1/nothing", 418, "of no route")]
    public void What_fits_passes(string path, int status, string body) => DescribedAnswers.Check(HttpMethod.Get, path, status, "application/json", body);

    [Theory]
    [InlineData("api/v1/spaces/7", 409, """{"detail":"a"}""", "not described")]
    [InlineData("api/v1/spaces/7", 200, "{}", "tenant_id")]
    [InlineData("api/v1/spaces", 200, "{}", "array")]
    [InlineData("api/v1/spaces/7", 404, """{"detail":"a","more":1}""", "/more")]
    [InlineData("api/v1/spaces/7", 403, """{"detail":"a"}""", "/detail")]
    public void What_does_not_fit_fails(string path, int status, string body, string problem) =>
        Should.Throw<ShouldAssertException>(() => DescribedAnswers.Check(HttpMethod.Get, path, status, "application/json", body)).Message.ShouldContain(problem);

    [Fact]
    public void An_id_that_is_none_fails() =>
        Should.Throw<ShouldAssertException>(() => DescribedAnswers.Check(HttpMethod.Get, "api/v1/spaces/7", 200, "application/json", Space.Replace("9f1c2d3e-", "9f1c2d3e", StringComparison.Ordinal)));
}
