using FluidCloud.Core;
using FluidCloud.Core.Adapters.Azure;
using FluidCloud.Functions.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddFluidCloud().AddAzureStores(builder.Configuration).AddSingleton<ApiPipeline>();

var app = builder.Build();
if (builder.Environment.IsDevelopment())
    await AzureStores.CreateMissing(app.Services, CancellationToken.None);
await app.RunAsync();
