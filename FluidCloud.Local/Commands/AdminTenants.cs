using System.CommandLine;
using System.Globalization;
using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Local.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Local.Commands;

/// <summary><c>./run admin tenant</c>: create, list.</summary>
internal static class AdminTenants
{
    public static Command Build(Func<ParseResult, MetadataPlace> metadata)
    {
        var tenant = new Command("tenant", "Tenants and what each may use.");
        tenant.Subcommands.Add(Create(metadata));
        tenant.Subcommands.Add(List(metadata));
        return tenant;
    }

    private static Command Create(Func<ParseResult, MetadataPlace> metadata)
    {
        var name = new Option<string>("--name") { Required = true, Description = "Shown to the holders of its keys." };
        var quota = new Option<string?>("--quota") { Description = "The storage pool: bytes, or as in 10GB (1024 x 1024 x 1024 each). Unlimited if not given." };
        var links = new Option<string?>("--links") { Description = "Expiring links at a time. Unlimited if not given." };
        var calls = new Option<string?>("--calls") { Description = "API calls in a month. Unlimited if not given." };
        var command = new Command("create", "Makes a tenant and prints its id.") { name, quota, links, calls };
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
        var command = new Command("list", "Lists all tenants, the oldest first.");
        command.Do(metadata, async (arguments, services, cancel) =>
        {
            var rows = await services.GetRequiredService<ListTenants>().Run(cancel).Select(tenant => new[]
            {
                tenant.TenantId.ToString(), Text(tenant.BytesLimit), Text(tenant.LinksLimit), Text(tenant.MonthlyCallsLimit),
                TextColumns.Time(tenant.CreatedAt), tenant.Name,
            }).ToListAsync(cancel);
            TextColumns.Write(arguments.Output(), ["ID", "QUOTA", "LINKS", "CALLS", "CREATED", "NAME"], rows);
        });
        return command;
    }

    private static long Limit(string option, string? text, Func<string, long?> parse) =>
        text is null or "unlimited" ? Tenant.Unlimited
        : parse(text) ?? throw Errors.Invalid(option, $"'{text}' is not a number that can be a limit");

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1L << 53 ? number : null;

    private static string Text(long limit) =>
        limit == Tenant.Unlimited ? "unlimited" : limit.ToString(CultureInfo.InvariantCulture);
}
