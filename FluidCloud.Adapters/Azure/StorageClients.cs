using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using FluidCloud.Core;

namespace FluidCloud.Adapters.Azure;

/// <summary>
/// Options of all blob and queue clients. The SDK's default timeout of ten minutes is too long for waiting callers.
/// </summary>
public static class StorageClients
{
    /// <summary>
    /// Timeout for a response and between two reads of a stream. The largest body sent is a part of an import, 16 MiB.
    /// </summary>
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(15);

    public static BlobClientOptions ForBlobs(TimeSpan? networkTimeout = null) => Configure(new BlobClientOptions(), networkTimeout);

    public static QueueClientOptions ForQueues(TimeSpan? networkTimeout = null) => Configure(new QueueClientOptions(), networkTimeout);

    private static T Configure<T>(T options, TimeSpan? networkTimeout) where T : ClientOptions
    {
        options.Retry.MaxRetries = 2;
        options.Retry.Delay = TimeSpan.FromMilliseconds(400);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(3);
        options.Retry.NetworkTimeout = networkTimeout ?? NetworkTimeout;
        // Outside the retries: it sees what is left after the last one.
        options.AddPolicy(new SayBusy(), HttpPipelinePosition.PerCall);
        options.AddPolicy(new DropRefusal(), HttpPipelinePosition.PerCall);
        return options;
    }

    /// <summary>
    /// Takes the body off an answer that refuses, so that no exception quotes it: storage repeats the header that it did not
    /// like, and that of a copy is a signed URL. The code of the error is in a header too
    /// (https://learn.microsoft.com/rest/api/storageservices/status-and-error-codes2).
    /// </summary>
    private sealed class DropRefusal : HttpPipelinePolicy
    {
        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            if (!message.Response.IsError || message.Response.ContentStream is not { } body)
                return;
            message.Response.ContentStream = null;
            await body.DisposeAsync();
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            throw new NotSupportedException("Storage is only called asynchronously.");
    }

    /// <summary>
    /// Turns "not now" into <see cref="StoreBusyException"/>: no connection, no answer in time, or a status that says so
    /// (408, 429, 5xx). Every other answer is the caller's to read.
    /// </summary>
    private sealed class SayBusy : HttpPipelinePolicy
    {
        private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            try
            {
                await ProcessNextAsync(message, pipeline);
            }
            catch (Exception e) when (!message.CancellationToken.IsCancellationRequested && IsTransport(e))
            {
                throw new StoreBusyException("storage account", Pause, e);
            }
            if (message.HasResponse && message.Response.Status is 408 or 429 or >= 500)
                throw new StoreBusyException("storage account", Pause, new RequestFailedException(message.Response));
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            throw new NotSupportedException("Storage is only called asynchronously.");

        /// <summary>The SDK gathers the failures of several tries; a try without an answer has the status 0.</summary>
        private static bool IsTransport(Exception e) => e switch
        {
            AggregateException several => several.InnerExceptions.All(IsTransport),
            RequestFailedException failed => failed.Status == 0,
            _ => e is IOException or TaskCanceledException,
        };
    }
}
