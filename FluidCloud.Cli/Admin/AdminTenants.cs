using System.CommandLine;
using System.Globalization;
using FluidCloud.Core;
using FluidCloud.Core.Tenants;
using FluidCloud.Local.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Cli.Admin;

/// <summary><c>./run admin tenant</c>: create, list, retention.</summary>
internal static class AdminTenants
{
    public static Command Build(Func<ParseResult, MetadataPlace> metadata)
    {
        var tenant = new Command("tenant", "Manage tenants and their limits.");
        tenant.Subcommands.Add(Create(metadata));
        tenant.Subcommands.Add(List(metadata));
        tenant.Subcommands.Add(Retention(metadata));
        return tenant;
    }

    private static Command Create(Func<ParseResult, MetadataPlace> metadata)
    {
        var name = new Option<string>("--name") { Required = true, Description = "The tenant's name, shown to the holders of its keys." };
        var quota = new Option<string?>("--quota") { Description = "The storage quota in bytes, or such as 10GB (1 GB = 1024 x 1024 x 1024 bytes). Default: unlimited." };
        var links = new Option<string?>("--links") { Description = "Expiring links that may exist at once. Default: unlimited." };
        var calls = new Option<string?>("--calls") { Description = "API calls per month. Default: unlimited." };
        var command = new Command("create", "Creates a tenant and prints its id.") { name, quota, links, calls };
        command.Do(metadata, async (arguments, services, cancel) =>
        {
            var limits = new TenantLimits
            {
                Bytes = Limit("--quota", arguments.GetValue(quota), ByteSize.Parse),
                Links = Limit("--links", arguments.GetValue(links), Number),
                MonthlyCalls = Limit("--calls", arguments.GetValue(calls), Number),
            };
            var created = await services.GetRequiredService<CreateTenant>().Run(arguments.GetValue(name)!, limits, cancel);
            await arguments.Output().WriteLineAsync(created.TenantId.ToString());
        });
        return command;
    }

    private static Command List(Func<ParseResult, MetadataPlace> metadata)
    {
        var command = new Command("list", "Lists all tenants, oldest first.");
        command.Do(metadata, async (arguments, services, cancel) =>
        {
            var rows = await services.GetRequiredService<ListTenants>().Run(cancel).Select(tenant => new[]
            {
                tenant.TenantId.ToString(), Text(tenant.BytesLimit), Text(tenant.LinksLimit), Text(tenant.MonthlyCallsLimit),
                tenant.TrashRetentionDays is { } days ? $"{days} days" : "off",
                TextColumns.Time(tenant.CreatedAt), tenant.Name,
            }).ToListAsync(cancel);
            TextColumns.Write(arguments.Output(), ["ID", "QUOTA", "LINKS", "CALLS", "RETENTION", "CREATED", "NAME"], rows);
        });
        return command;
    }

    private static Command Retention(Func<ParseResult, MetadataPlace> metadata)
    {
        var tenant = new Option<string>("--tenant") { Required = true, Description = "The id of the tenant." };
        var days = new Option<string>("--days") { Required = true, Description = $"1 to {Tenant.MaxTrashRetentionDays}, or off." };
        var command = new Command("retention", "Sets after how many days in Trash files and folders are purged.") { tenant, days };
        command.Do(metadata, (arguments, services, cancel) => services.GetRequiredService<SetTrashRetention>().Run(
            Id.Parse<TenantId>(arguments.GetValue(tenant), "--tenant"), Days(arguments.GetValue(days)!), cancel));
        return command;
    }

    private static int? Days(string text) =>
        text == "off" ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days
        : throw Errors.Invalid("--days", $"'{text}' is neither a number of days nor off");

    private static long Limit(string option, string? text, Func<string, long?> parse) =>
        text is null or "unlimited" ? Tenant.Unlimited
        : parse(text) ?? throw Errors.Invalid(option, $"'{text}' is not a number that can be a limit");

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1L << 53 ? number : null;

    private static string Text(long limit) =>
        limit == Tenant.Unlimited ? "unlimited" : limit.ToString(CultureInfo.InvariantCulture);
}
