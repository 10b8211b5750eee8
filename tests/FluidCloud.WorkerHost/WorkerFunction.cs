using System.Text.Json;
using FluidCloud.WorkerHost.Rpc;

namespace FluidCloud.WorkerHost;

/// <summary>A function as the worker describes it: its id and the binding that triggers it.</summary>
internal sealed record WorkerFunction(string Id, string Name, TriggerBinding Trigger)
{
    public static WorkerFunction Of(RpcFunctionMetadata metadata) => new(
        metadata.FunctionId, metadata.Name,
        metadata.RawBindings.Select(raw => JsonSerializer.Deserialize<TriggerBinding>(raw, JsonSerializerOptions.Web)!)
            .Single(binding => binding.Type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase)));

    /// <summary>A call of the function, without its input. The worker counts on a trace context, be it empty.</summary>
    public InvocationRequest NewCall() => new() { InvocationId = Guid.NewGuid().ToString(), FunctionId = Id, TraceContext = new() };
}

/// <param name="Name">The parameter of the function.</param>
/// <param name="Route">Of an HTTP trigger.</param>
/// <param name="Methods">Of an HTTP trigger.</param>
/// <param name="QueueName">Of a queue trigger.</param>
internal sealed record TriggerBinding(string Name, string Type, string? Route, IReadOnlyList<string>? Methods, string? QueueName);
