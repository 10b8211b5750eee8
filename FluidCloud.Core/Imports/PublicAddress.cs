using System.Net;
using System.Net.Sockets;

namespace FluidCloud.Core.Imports;

/// <summary>
/// Tells whether the server may connect to an address on a caller's behalf: only globally reachable addresses of the public
/// Internet (IANA's iana-ipv4-special-registry and iana-ipv6-special-registry list the others).
/// </summary>
public static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4",
            // The Azure platform, reachable from machines that run on it (Azure "What is IP address 168.63.129.16?").
            "168.63.129.16/32",
            // Within the global unicast range of IPv6: protocol assignments (including Teredo), documentation, 6to4.
            "2001::/23", "2001:db8::/32", "3fff::/20", "2002::/16",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    public static bool Is(IPAddress address) => address.AddressFamily switch
    {
        AddressFamily.InterNetwork => !NotPublic.Any(network => network.Contains(address)),
        AddressFamily.InterNetworkV6 => IsGlobalUnicast(address) && !NotPublic.Any(network => network.Contains(address)),
        _ => false,
    };

    /// <summary>
    /// Whether the address is in 2000::/3, the only globally routed range of IPv6; mapped, translated, unique-local and
    /// link-local addresses are outside. Tests the bits, because IPNetwork treats a mapped address as the IPv4 address in
    /// it.
    /// </summary>
    private static bool IsGlobalUnicast(IPAddress address) => address.GetAddressBytes()[0] >> 5 == 1;
}
