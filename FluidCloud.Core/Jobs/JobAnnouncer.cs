using Microsoft.Extensions.Logging;

namespace FluidCloud.Core.Jobs;

/// <summary>
/// Sends the job of a document that was just committed. The commit has already succeeded, so a queue failure is logged and
/// not thrown: maintenance finds the document and sends the job later.
/// </summary>
public sealed partial class JobAnnouncer(IJobQueue queue, ILogger<JobAnnouncer> log)
{
    public async Task Announce<T>(T job) where T : IJob
    {
        try
        {
            await queue.Send(job, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogNotSent(log, e, T.QueueName);
        }
    }

    [LoggerMessage(1001, LogLevel.Warning, "A job for queue {Queue} could not be sent; maintenance will send it")]
    private static partial void LogNotSent(ILogger log, Exception e, string queue);
}
