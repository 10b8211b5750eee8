using System.Text.Json;

namespace FluidCloud.Local.Hosting;

/// <summary>The settings of host.json that the queue pump follows, so that both hosts behave alike.</summary>
/// <param name="BatchSize">Messages fetched at a time.</param>
/// <param name="NewBatchThreshold">More messages are fetched when only this many are being processed.</param>
/// <param name="VisibilityTimeout">The pause before a failed message is retried.</param>
/// <param name="MaxDequeueCount">Attempts before a message goes to the poison queue.</param>
/// <param name="MaxPollingInterval">The longest interval between two polls of an empty queue.</param>
public sealed record QueueSettings(
    int BatchSize, int NewBatchThreshold, TimeSpan VisibilityTimeout, int MaxDequeueCount, TimeSpan MaxPollingInterval)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public static QueueSettings Read(string hostJsonPath)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(hostJsonPath));
        return document.RootElement.GetProperty("extensions").GetProperty("queues").Deserialize<QueueSettings>(Web)!;
    }
}
