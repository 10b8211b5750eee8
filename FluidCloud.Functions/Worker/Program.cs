using FluidCloud.Core;
using FluidCloud.Core.Adapters.Azure;
using FluidCloud.Functions.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Services.AddFluidCloud().AddAzureStores(builder.Configuration).AddApi();

var app = builder.Build();
if (builder.Environment.IsDevelopment())
    await AzureStores.CreateMissing(app.Services, CancellationToken.None);
await app.RunAsync();
