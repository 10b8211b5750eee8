using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Metadata;
using FluidCloud.Local.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Local.Commands;

/// <summary>The tenant to try things with.</summary>
internal static class DemoTenant
{
    private const long Limit = 10L * 1024 * 1024 * 1024;
    private const int Keys = 32;

    /// <summary>Its key: made at the first run, the same one afterwards.</summary>
    public static async Task<string> Key(IServiceProvider services, DataDirectory data, CancellationToken cancel)
    {
        if (File.Exists(data.DemoKey))
            return (await File.ReadAllTextAsync(data.DemoKey, cancel)).Trim();
        var key = (await Create(services, "Demo", Limit, cancel)).Key;
        await using var writer = new StreamWriter(DataDirectory.CreatePrivate(data.DemoKey));
        await writer.WriteLineAsync(key);
        return key;
    }

    /// <summary>
    /// A new tenant for one demo, with room for that many bytes and more. It has as many keys as a fleet of clients would,
    /// since a key may only send so many requests in a minute.
    /// </summary>
    /// <remarks>The API has no route that makes tenants: this goes to the metadata file, beside the host that is running.</remarks>
    public static async Task<(string Id, IReadOnlyList<string> Keys)> CreateForDemo(DataDirectory data, long bytes, CancellationToken cancel)
    {
        await using var services = new ServiceCollection().AddFluidCloud()
            .AddSingleton<IMetadataStore>(_ => new SqliteMetadataStore(data.MetadataFile))
            .BuildServiceProvider();
        var (tenant, key) = await Create(services, "Demo on files", Math.Max(Limit, 2 * bytes), cancel);
        var keys = new List<string> { key };
        while (keys.Count < Keys)
            keys.Add((await services.GetRequiredService<CreateApiKey>().Run(tenant.TenantId, new(Scope.All), cancel)).Text);
        return (tenant.TenantId.ToString(), keys);
    }

    /// <summary>A tenant with one key that may do everything.</summary>
    public static async Task<(Tenant Tenant, string Key)> Create(IServiceProvider services, string name, long bytesLimit, CancellationToken cancel)
    {
        var tenant = await services.GetRequiredService<CreateTenant>().Run(name, new() { Bytes = bytesLimit }, cancel);
        var key = await services.GetRequiredService<CreateApiKey>().Run(tenant.TenantId, new(Scope.All), cancel);
        return (tenant, key.Text);
    }
}
