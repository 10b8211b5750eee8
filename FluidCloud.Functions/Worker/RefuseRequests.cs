using FluidCloud.Core;
using FluidCloud.Functions.Http;
using FluidCloud.Functions.Http.Pipeline;
using FluidCloud.Functions.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Functions.Worker;

/// <summary>
/// Replaces every function while the settings are invalid. Flex Consumption shows nowhere why a process ended, so this one
/// keeps running and names the settings in <c>/health/ready</c>.
/// </summary>
internal sealed partial class RefuseRequests(SettingsException problem, ILogger<RefuseRequests> log) : IFunctionsWorkerMiddleware
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    /// <summary>Runs a worker that only refuses.</summary>
    public static async Task Run(string[] args, SettingsException problem)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.Services.AddSingleton(problem);
        builder.UseMiddleware<RefuseRequests>();
        await builder.Build().RunAsync();
    }

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        LogProblem(log, problem.Message);
        if (context.GetHttpContext() is not { } http)
        {
            // Holds the job: after five failures the host would move it to the poison queue. Maintenance resumes lost jobs.
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
            return;
        }
        http.Response.Headers.RetryAfter = "60";
        var result = context.FunctionDefinition.Name == nameof(HealthFunctions.GetReady)
            ? ApiJson.Result(ReadinessOut.Of(problem), StatusCodes.Status503ServiceUnavailable)
            : FluidCloudDialect.Only.Fail(Errors.Busy(RetryAfter), http.Response);
        await result.ExecuteAsync(http);
    }

    [LoggerMessage(12002, LogLevel.Critical, "Nothing is served: {Problem}")]
    private static partial void LogProblem(ILogger log, string problem);
}
