using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace FluidCloud.Adapters.Azure;

/// <summary>Breaks leases. Anyone who may write a blob may also lease it and so block its owner.</summary>
internal static class BrokenLease
{
    public static async Task<T> Past<T>(BlobBaseClient blob, Func<Task<T>> act, CancellationToken cancel)
    {
        try
        {
            return await act();
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.LeaseIdMissing)
        {
            await blob.GetBlobLeaseClient().BreakAsync(TimeSpan.Zero, cancellationToken: cancel);
            return await act();
        }
    }
}
