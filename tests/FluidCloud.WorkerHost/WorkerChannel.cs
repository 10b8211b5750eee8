using System.Collections.Concurrent;
using System.Threading.Channels;
using FluidCloud.WorkerHost.Rpc;
using Grpc.Core;

namespace FluidCloud.WorkerHost;

/// <summary>The stream of messages to and from one worker process, from its start to its end.</summary>
internal sealed class WorkerChannel
{
    private readonly Channel<StreamingMessage> outgoing = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> invocations = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> replies = new();
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource ended = new();
    private readonly Action<string> log;

    /// <param name="log">Takes each line that the worker logs.</param>
    public WorkerChannel(Action<string> log) => this.log = log;

    /// <summary>Cancelled when the worker's stream is over.</summary>
    public CancellationToken Ended => ended.Token;

    /// <summary>Completes when the worker has said that it is there.</summary>
    public Task Started => started.Task;

    /// <summary>Serves the worker's stream until it ends, and fails everything that still waits for it then.</summary>
    public async Task Run(
        IAsyncStreamReader<StreamingMessage> requests, IServerStreamWriter<StreamingMessage> responses, CancellationToken cancel)
    {
        started.TrySetResult();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var writing = Write(responses, over.Token);
        try
        {
            await foreach (var message in requests.ReadAllAsync(cancel))
                Take(message);
        }
        catch (Exception e) when (e is IOException or Grpc.Core.RpcException or OperationCanceledException)
        {
            // The process is gone.
        }
        finally
        {
            await ended.CancelAsync();
            await over.CancelAsync();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var invocation in invocations.Values)
                invocation.TrySetException(new WorkerGoneException());
            foreach (var reply in replies.Values)
                reply.TrySetException(new WorkerGoneException());
        }
    }

    /// <summary>Sends a request and waits for the reply with its id.</summary>
    public async Task<StreamingMessage> Ask(StreamingMessage request, CancellationToken cancel)
    {
        request.RequestId = Guid.NewGuid().ToString();
        var reply = replies[request.RequestId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Send(request);
        return await reply.Task.WaitAsync(cancel);
    }

    /// <summary>Calls a function and waits for its end.</summary>
    public async Task<InvocationResponse> Invoke(InvocationRequest request, CancellationToken cancel)
    {
        var end = invocations[request.InvocationId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Send(new() { InvocationRequest = request });
        if (Ended.IsCancellationRequested)
            end.TrySetException(new WorkerGoneException());
        try
        {
            return await end.Task.WaitAsync(cancel);
        }
        finally
        {
            invocations.TryRemove(request.InvocationId, out _);
        }
    }

    /// <summary>Asks the worker to cancel a call: its function sees a cancelled token.</summary>
    public ValueTask Cancel(string invocationId) => Send(new() { InvocationCancel = new() { InvocationId = invocationId } });

    public ValueTask Send(StreamingMessage message) => outgoing.Writer.WriteAsync(message);

    private async Task Write(IServerStreamWriter<StreamingMessage> responses, CancellationToken cancel)
    {
        await foreach (var message in outgoing.Reader.ReadAllAsync(cancel))
            await responses.WriteAsync(message, cancel);
    }

    private void Take(StreamingMessage message)
    {
        switch (message.ContentCase)
        {
            case StreamingMessage.ContentOneofCase.RpcLog:
                log($"{message.RpcLog.Category}: {message.RpcLog.Message} {message.RpcLog.Exception?.Message}");
                break;
            case StreamingMessage.ContentOneofCase.InvocationResponse:
                if (invocations.TryGetValue(message.InvocationResponse.InvocationId, out var end))
                    end.TrySetResult(message.InvocationResponse);
                break;
            default:
                if (replies.TryRemove(message.RequestId, out var reply))
                    reply.TrySetResult(message);
                break;
        }
    }
}

/// <summary>The worker process ended while something waited for it.</summary>
public sealed class WorkerGoneException() : Exception("The worker process is gone.");
