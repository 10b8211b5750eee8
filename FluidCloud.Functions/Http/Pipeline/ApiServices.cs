using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Owners;
using FluidCloud.Functions.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FluidCloud.Functions.Http.Pipeline;

public static class ApiServices
{
    /// <summary>Log categories of the web framework that log paths, which can contain tokens of links, or the content of invalid requests.</summary>
    private static readonly string[] TellPaths =
        ["Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Routing.Matching", "Microsoft.AspNetCore.Server.Kestrel.BadRequests"];

    /// <summary>What the function classes take beside the use cases.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services) => services
        .AddLogging(logging => Array.ForEach(TellPaths, category => logging.AddFilter(category, LogLevel.None)))
        .AddCors().AddSingleton<Cors>().AddSingleton<ApiPipeline>().AddSingleton<OwnerTokens>().AddSingleton<LocalOwners>().AddSingleton<OwnerPipeline>().AddSingleton<DescriptionText>().AddSingleton<RequestRate>().AddSingleton<PublicLogRate>().AddSingleton<JobPipeline>().AddSingleton<JobBackoff>()
        .AddHostedService<FlushCalls>();
}
