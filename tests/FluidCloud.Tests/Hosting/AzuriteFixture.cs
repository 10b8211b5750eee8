using System.Net;
using System.Net.Sockets;
using FluidCloud.Local.Azurite;

[assembly: AssemblyFixture(typeof(FluidCloud.Tests.Hosting.AzuriteFixture))]

namespace FluidCloud.Tests.Hosting;

/// <summary>One Azurite for the whole run. Each application under test takes an account of its own.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("fluidcloud-azurite-").FullName;
    private readonly AzuriteEndpoint endpoint = new(FreePort(), FreePort())
    {
        MoreAccounts = [.. Enumerable.Range(0, 150).Select(number => $"tests{number}")],
    };
    private AzuriteProcess? process;
    private int taken;

    public async ValueTask InitializeAsync() =>
        process = await AzuriteProcess.Start(endpoint, directory, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
            await process.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    /// <summary>The connection string of an empty storage account.</summary>
    public string TakeAccount() => endpoint.ConnectionString(endpoint.MoreAccounts[Interlocked.Increment(ref taken) - 1]);

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
