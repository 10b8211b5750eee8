using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Functions.Http;

public static class ApiServices
{
    /// <summary>What the function classes take beside the use cases.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services) => services
        .AddSingleton<ApiPipeline>().AddSingleton<RequestRate>().AddSingleton<JobPipeline>().AddSingleton<JobBrake>()
        .AddHostedService<FlushCalls>();
}
