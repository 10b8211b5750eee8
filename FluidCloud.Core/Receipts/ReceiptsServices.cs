using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Core.Receipts;

internal static class ReceiptsServices
{
    public static IServiceCollection AddReceipts(this IServiceCollection services) => services
        .AddSingleton<ReadReceipts>().AddSingleton<ProveErasure>().AddSingleton<CheckReceipts>().AddSingleton<FindLongestWaiting>().AddSingleton<AppendReceipts>();
}
