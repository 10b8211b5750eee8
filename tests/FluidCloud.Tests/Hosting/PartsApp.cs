using FluidCloud.Core.Uploads;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FluidCloud.Tests.Hosting;

/// <summary>The application with parts from 1,000 bytes on, so that a test can send some.</summary>
public class PartsApp(AzuriteFixture azurite) : LocalApp(azurite)
{
    public const int PartSize = 400;

    protected override void Customise(IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton(new UploadLimits { MultipartFrom = 1000, SmallestPart = PartSize }));
}
