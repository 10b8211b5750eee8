using System.Text.Json;

namespace FluidCloud.WorkerHost;

/// <summary>The queue settings of host.json.</summary>
internal sealed record QueueSettings(
    int BatchSize, int NewBatchThreshold, TimeSpan VisibilityTimeout, int MaxDequeueCount, TimeSpan MaxPollingInterval)
{
    /// <summary>The Functions host's own.</summary>
    public static readonly TimeSpan ShortestPollingInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a message in work is hidden. The Functions host hides it for ten minutes, which no test waits for.</summary>
    public static readonly TimeSpan Lock = TimeSpan.FromSeconds(10);

    public static QueueSettings Read(string appDirectory)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(appDirectory, "host.json")));
        return document.RootElement.GetProperty("extensions").GetProperty("queues").Deserialize<QueueSettings>(JsonSerializerOptions.Web)!;
    }
}
