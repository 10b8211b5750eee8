using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace FluidCloud.Local.Azurite;

/// <summary>
/// The ports of a data folder's Azurite, which are saved in the folder. They stay the same while they are free, so that tools
/// configured for them keep working. Several data folders can be used at the same time.
/// </summary>
public static class AzuritePorts
{
    /// <summary>What <c>UseDevelopmentStorage=true</c> means: taken by the first folder that finds them free.</summary>
    private static readonly AzuriteEndpoint WellKnown = new(10000, 10001);

    /// <summary>Waits until no other host of this user chooses ports.</summary>
    /// <returns>A lock; dispose it when Azurite listens on the ports.</returns>
    internal static async Task<FileStream> Turn(CancellationToken cancel)
    {
        var file = Path.Combine(Path.GetTempPath(), $"fluidcloud-azurite-{Environment.UserName}.lock");
        while (true)
        {
            try
            {
                return new(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException) when (File.Exists(file))
            {
                await Task.Delay(50, cancel);
            }
        }
    }

    /// <summary>The remembered ports, or others when another program has taken one of them.</summary>
    /// <param name="dataDirectory">Azurite's own data folder; it exists.</param>
    public static AzuriteEndpoint Choose(string dataDirectory)
    {
        var remembered = Remembered(dataDirectory) ?? WellKnown;
        if (IsFree(remembered.BlobPort) && IsFree(remembered.QueuePort))
            return Remember(dataDirectory, remembered);
        return Remember(dataDirectory, new(FreePort(), FreePort()));
    }

    /// <returns>null when no Azurite was started with this folder.</returns>
    public static AzuriteEndpoint? Remembered(string dataDirectory) =>
        File.Exists(FileIn(dataDirectory))
        && File.ReadAllText(FileIn(dataDirectory)).Split(' ') is [var blob, var queue]
        && int.TryParse(blob, CultureInfo.InvariantCulture, out var blobPort)
        && int.TryParse(queue, CultureInfo.InvariantCulture, out var queuePort)
            ? new(blobPort, queuePort)
            : null;

    private static AzuriteEndpoint Remember(string dataDirectory, AzuriteEndpoint endpoint)
    {
        File.WriteAllText(FileIn(dataDirectory), string.Create(CultureInfo.InvariantCulture, $"{endpoint.BlobPort} {endpoint.QueuePort}"));
        return endpoint;
    }

    private static string FileIn(string dataDirectory) => Path.Combine(dataDirectory, "ports");

    /// <remarks>Below the range that systems give to outgoing connections: the port must still be free at the next start.</remarks>
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            if (IsFree(port))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
