using System.Text;
using FluidCloud.Core;
using FluidCloud.Functions.Http.Pipeline;
using FluidCloud.Functions.Http.Sweeppea;
using FluidCloud.Functions.Http.Swiftia;
using FluidCloud.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Rules;

/// <summary>How each dialect tells what no request provokes at will, and that none is at a loss for any error.</summary>
[Contract(192, 200)]
public sealed class DialectTests
{
    private static readonly Dictionary<string, IDialect> Dialects = new()
    {
        ["FluidCloud"] = FluidCloudDialect.Only,
        ["Sweeppea"] = new SweeppeaDialect(),
        ["Swiftia"] = new SwiftiaDialect(),
        ["Swiftia, deleting"] = new SwiftiaDialect(Deleting: "file_123"),
    };

    [Theory]
    [InlineData("FluidCloud", 503, """{"detail":"The service is busy; try again later."}""")]
    [InlineData("Sweeppea", 503, """{"Response":false,"Message":"Service Unavailable","Code":503}""")]
    [InlineData("Swiftia", 503, """{"message":"The service is busy; try again later."}""")]
    [InlineData("Swiftia, deleting", 500, """{"id":"file_123","deleted":false,"error":"Failed to delete file from storage"}""")]
    public async Task A_busy_store(string dialect, int status, string body) =>
        (await Tell(dialect, Errors.Busy(TimeSpan.FromSeconds(1)))).ShouldBe((status, body));

    [Theory]
    [InlineData("FluidCloud", 500, """{"detail":"Internal server error (correlation id 7)."}""")]
    [InlineData("Sweeppea", 500, """{"Response":false,"Message":"Internal Server Error","Code":500}""")]
    [InlineData("Swiftia", 500, """{"message":"Internal server error (correlation id 7)."}""")]
    [InlineData("Swiftia, deleting", 500, """{"id":"file_123","deleted":false,"error":"Failed to delete file from storage"}""")]
    public async Task A_fault_of_ours(string dialect, int status, string body) =>
        (await Tell(dialect, Errors.Unforeseen("7"))).ShouldBe((status, body));

    [Theory]
    [InlineData("FluidCloud", 400, """{"detail":"The request body could not be read."}""")]
    [InlineData("Sweeppea", 400, """{"Response":false,"Message":"The request body could not be read.","Code":400}""")]
    [InlineData("Swiftia", 400, """{"message":"The request body could not be read."}""")]
    public async Task A_body_that_breaks_off(string dialect, int status, string body) =>
        (await Tell(dialect, Errors.BodyUnreadable())).ShouldBe((status, body));

    public static TheoryData<string, ErrorCode> Everything
    {
        get
        {
            var cases = new TheoryData<string, ErrorCode>();
            foreach (var dialect in Dialects.Keys)
            {
                foreach (var code in Enum.GetValues<ErrorCode>())
                    cases.Add(dialect, code);
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Everything))]
    public async Task Every_error_is_told(string dialect, ErrorCode code)
    {
        var (status, body) = await Tell(dialect, new(code, "Message.") { RetryAfter = TimeSpan.FromSeconds(1) });

        status.ShouldBeInRange(400, 599);
        body.ShouldStartWith("{\"");
    }

    private static async Task<(int Status, string Body)> Tell(string dialect, FluidCloudException error)
    {
        using var body = new MemoryStream();
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services, Response = { Body = body } };
        await Dialects[dialect].Fail(error, context.Response).ExecuteAsync(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()));
    }
}
