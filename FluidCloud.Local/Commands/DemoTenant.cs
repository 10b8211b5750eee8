using FluidCloud.Core.Access;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Local.Commands;

/// <summary>The tenant to try things with.</summary>
internal static class DemoTenant
{
    private const long Limit = 10L * 1024 * 1024 * 1024;

    /// <summary>Its key: made at the first run, the same one afterwards.</summary>
    public static async Task<string> Key(IServiceProvider services, DataDirectory data, CancellationToken cancel)
    {
        if (File.Exists(data.DemoKey))
            return (await File.ReadAllTextAsync(data.DemoKey, cancel)).Trim();
        var key = (await Create(services, "Demo", Limit, cancel)).Key;
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var writer = new StreamWriter(data.DemoKey, options);
        await writer.WriteLineAsync(key);
        return key;
    }

    /// <summary>A tenant with one key that may do everything.</summary>
    public static async Task<(Tenant Tenant, string Key)> Create(IServiceProvider services, string name, long bytesLimit, CancellationToken cancel)
    {
        var tenant = await services.GetRequiredService<CreateTenant>().Run(name, bytesLimit, Tenant.Unlimited, cancel);
        return (tenant, await services.GetRequiredService<CreateApiKey>().Run(tenant.TenantId, Scope.All, app: null, cancel));
    }
}
