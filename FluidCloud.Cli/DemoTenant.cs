using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Keys;
using FluidCloud.Core.Tenants;
using FluidCloud.Local.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Cli;

/// <summary>The demo tenant of <c>./run</c>.</summary>
internal static class DemoTenant
{
    private const long Limit = 10L * 1024 * 1024 * 1024;
    private const int Keys = 32;

    /// <summary>Its key: created at the first start and then kept, unless the store was emptied, as an emulator's is when it ends.</summary>
    public static async Task<string> Key(IServiceProvider services, DataDirectory data, CancellationToken cancel)
    {
        if (File.Exists(data.DemoKey) && (await File.ReadAllTextAsync(data.DemoKey, cancel)).Trim() is var known && await Works(services, known, cancel))
            return known;
        var key = (await Create(services, "Demo", Limit, cancel)).Key;
        await using var writer = new StreamWriter(DataDirectory.CreatePrivate(data.DemoKey));
        await writer.WriteLineAsync(key);
        return key;
    }

    /// <summary>
    /// A new tenant for one demo, with a sufficient quota. It has many keys, because the rate limits are per key.
    /// </summary>
    /// <remarks>Writes to the metadata store beside the running host, because the API has no route to create tenants.</remarks>
    public static async Task<(string Id, IReadOnlyList<string> Keys)> CreateForDemo(MetadataPlace metadata, long bytes, CancellationToken cancel)
    {
        await using var services = metadata.AddTo(new ServiceCollection().AddFluidCloud()).BuildServiceProvider();
        var (tenant, key) = await Create(services, "Demo on files", Math.Max(Limit, 2 * bytes), cancel);
        var keys = new List<string> { key };
        while (keys.Count < Keys)
            keys.Add((await services.GetRequiredService<CreateApiKey>().Run(tenant.TenantId, new(Scope.All), cancel)).Text);
        return (tenant.TenantId.ToString(), keys);
    }

    private static async Task<bool> Works(IServiceProvider services, string key, CancellationToken cancel)
    {
        try
        {
            await services.GetRequiredService<AuthenticateCaller>().Run(key, cancel);
            return true;
        }
        catch (FluidCloudException e) when (e.Code == ErrorCode.Unauthorized)
        {
            return false;
        }
    }

    /// <summary>A tenant with one key that may do everything.</summary>
    public static async Task<(Tenant Tenant, string Key)> Create(IServiceProvider services, string name, long bytesLimit, CancellationToken cancel)
    {
        var tenant = await services.GetRequiredService<CreateTenant>().Run(name, new() { Bytes = bytesLimit }, cancel);
        var key = await services.GetRequiredService<CreateApiKey>().Run(tenant.TenantId, new(Scope.All), cancel);
        return (tenant, key.Text);
    }
}
