using Azure.Storage.Queues;
using FluidCloud.Core.Jobs;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>A message that no version of this product has sent, or one that has changed too much.</summary>
public sealed class StrangeMessageTests(LocalApp app) : IClassFixture<LocalApp>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("nonsense")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Job":null}""")]
    [InlineData("""{"Job":{}}""")]
    [InlineData("""{"Job":{"Tenant":"no id","Files":[],"Sweep":null}}""")]
    [InlineData("""{"Job":{"Tenant":"9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f","Files":null,"Sweep":null}}""")]
    public async Task A_message_that_is_no_job_is_said_to_be_one_once_and_set_aside(string text)
    {
        var queue = new QueueClient(app.StorageConnection, PurgeBatchJob.Queue);
        var poison = new QueueClient(app.StorageConnection, JobQueues.PoisonOf(PurgeBatchJob.Queue));
        var before = Said();

        await queue.SendMessageAsync(text, Cancel);

        await TenantClient.UntilAsync("the message is in the poison queue", async () =>
            await poison.ExistsAsync(Cancel) && (await poison.PeekMessagesAsync(32, Cancel)).Value.Any(message => message.MessageText == text));
        await TenantClient.UntilAsync("the queue is empty", async () => (await queue.GetPropertiesAsync(Cancel)).Value.ApproximateMessagesCount == 0);
        (Said() - before).ShouldBe(1);
        app.Log.Lines.ShouldNotContain(line => line.Contains("NullReferenceException", StringComparison.Ordinal));
    }

    private int Said() => app.Log.Lines.Count(line => line.Contains("is not a job", StringComparison.Ordinal));
}
