using System.Reflection;
using FluidCloud.Core.Health;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using FluidCloud.Functions.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>Liveness and readiness, for probes and operators, without a key.</summary>
public sealed class HealthFunctions(ApiPipeline api, CheckReadiness check)
{
    private static readonly string Version = typeof(HealthFunctions).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    [Function(nameof(GetLive))]
    [Operation("Check that the process runs", Public = true)]
    [Answer(200, typeof(LivenessOut))]
    public Task<IResult> GetLive([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/live")] HttpRequest request) =>
        api.RunPublic(request, () => Task.FromResult(ApiJson.Result(new LivenessOut("live", Version))));

    [Function(nameof(GetReady))]
    [Operation("Check that all required dependencies work", Public = true)]
    [Answer(200, typeof(ReadinessOut))]
    [Answer(503, typeof(ReadinessOut), When = "A required dependency does not work.")]
    public Task<IResult> GetReady([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/ready")] HttpRequest request) =>
        api.RunPublic(request, async () =>
        {
            var readiness = await check.Run();
            return ApiJson.Result(ReadinessOut.Of(readiness), readiness.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
}

/// <param name="Version">Of the build: the release and, behind a <c>+</c>, the commit.</param>
internal sealed record LivenessOut([property: Field(Values = ["live"])] string Status, string Version);

internal sealed record ReadinessOut(
    [property: Field(Values = ["ready", "not_ready"])] string Status, IReadOnlyDictionary<string, DependencyOut> Dependencies, ErasureOut Erasure)
{
    public static ReadinessOut Of(Readiness readiness) => new(
        readiness.IsReady ? "ready" : "not_ready",
        readiness.Dependencies.ToDictionary(
            dependency => dependency.Name, dependency => new DependencyOut(dependency.Works ? "ok" : "failed", dependency.Note)),
        new(readiness.Erasure.KeepsDeletedBytes, readiness.Erasure.Note));

    /// <summary>The answer of an application whose settings are invalid.</summary>
    public static ReadinessOut Of(SettingsException problem) => new(
        "not_ready",
        new Dictionary<string, DependencyOut> { ["settings"] = new("failed", string.Join("; ", problem.Problems)) },
        new(KeepsDeletedBytes: null, "Not read."));
}

internal sealed record DependencyOut([property: Field(Values = ["ok", "failed"])] string State, string? Note);

/// <param name="KeepsDeletedBytes">true: the account keeps deleted bytes, so permanent deletion does not erase them yet. null: unknown.</param>
internal sealed record ErasureOut(bool? KeepsDeletedBytes, string Note);
