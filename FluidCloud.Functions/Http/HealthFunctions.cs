using FluidCloud.Core.Health;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>For probes and operators, without a key: is the process alive, and can it do its work.</summary>
public sealed class HealthFunctions(ApiPipeline api, CheckReadiness check)
{
    [Function(nameof(GetLive))]
    [Operation("Tell that the process runs", Public = true)]
    [Answer(200, typeof(LivenessOut))]
    public Task<IResult> GetLive([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/live")] HttpRequest request) =>
        api.RunPublic(request, () => Task.FromResult(ApiJson.Result(new LivenessOut("live"))));

    [Function(nameof(GetReady))]
    [Operation("Tell whether all that is needed works", Public = true)]
    [Answer(200, typeof(ReadinessOut))]
    [Answer(503, typeof(ReadinessOut), When = "Something that is needed does not work.")]
    public Task<IResult> GetReady([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/ready")] HttpRequest request) =>
        api.RunPublic(request, async () =>
        {
            var readiness = await check.Run();
            return ApiJson.Result(ReadinessOut.Of(readiness), readiness.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
}

internal sealed record LivenessOut([property: Field(Values = ["live"])] string Status);

internal sealed record ReadinessOut(
    [property: Field(Values = ["ready", "not_ready"])] string Status, IReadOnlyDictionary<string, DependencyOut> Dependencies, ErasureOut Erasure)
{
    public static ReadinessOut Of(Readiness readiness) => new(
        readiness.IsReady ? "ready" : "not_ready",
        readiness.Dependencies.ToDictionary(
            dependency => dependency.Name, dependency => new DependencyOut(dependency.Works ? "ok" : "failed", dependency.Note)),
        new(readiness.Erasure.KeepsDeletedBytes, readiness.Erasure.Note));
}

internal sealed record DependencyOut([property: Field(Values = ["ok", "failed"])] string State, string? Note);

/// <param name="KeepsDeletedBytes">true: permanent deletion is not yet erasure. null: it can't be known.</param>
internal sealed record ErasureOut(bool? KeepsDeletedBytes, string Note);
