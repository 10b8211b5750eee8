using System.Net;
using System.Net.Sockets;
using FluidCloud.Local.Azurite;

namespace FluidCloud.Bench.Hosting;

/// <summary>Where a host of ours lives: a data folder and ports of its own, the same over its restarts.</summary>
internal sealed record HostPlace(string Directory, int Port, AzuriteEndpoint Azurite) : IDisposable
{
    /// <summary>The folder stays, for somebody to look into.</summary>
    public bool Keep { get; set; }

    public string MetadataFile => Path.Combine(Directory, "metadata.db");
    public string AzuriteData => Path.Combine(Directory, "azurite");

    /// <summary>What the host prints, over all its lives.</summary>
    public string Output => Path.Combine(Directory, "host.log");

    public Uri BaseAddress => new($"http://127.0.0.1:{Port}/");

    public static HostPlace New() =>
        new(System.IO.Directory.CreateTempSubdirectory("fluidcloud-bench-").FullName, FreePort(), new(FreePort(), FreePort()));

    public void Dispose()
    {
        if (!Keep)
            System.IO.Directory.Delete(Directory, recursive: true);
    }

    /// <remarks>Below the ports that systems give to outgoing connections: while the host is away, none may take it.</remarks>
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            try
            {
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: try another.
            }
        }
    }
}
