using System.CommandLine;
using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Local.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Cli.Admin;

/// <summary><c>./run admin key</c>: create, list, revoke.</summary>
internal static class AdminKeys
{
    public static Command Build(Func<ParseResult, MetadataPlace> metadata)
    {
        var key = new Command("key", "The API keys of a tenant.");
        key.Subcommands.Add(Create(metadata));
        key.Subcommands.Add(List(metadata));
        key.Subcommands.Add(Revoke(metadata));
        return key;
    }

    private static Command Create(Func<ParseResult, MetadataPlace> metadata)
    {
        var tenant = TenantOption();
        var scopes = new Option<string>("--scopes")
        {
            DefaultValueFactory = _ => "all",
            Description = $"As in files:read,quota:read, or all. There are {string.Join(", ", Scope.All)}.",
        };
        var app = new Option<string?>("--app") { Description = "The product namespace that its uploads get." };
        var test = new Option<bool>("--test") { Description = "A key that begins with fck_test_." };
        var command = new Command("create", "Makes a key and prints it, this once.") { tenant, scopes, app, test };
        command.Do(metadata, async (arguments, services, cancel) =>
        {
            var grant = new KeyGrant(ScopesOf(arguments.GetValue(scopes)!), arguments.GetValue(app), Live: !arguments.GetValue(test));
            var created = await services.GetRequiredService<CreateApiKey>().Run(Id.Parse<TenantId>(arguments.GetValue(tenant)), grant, cancel);
            await arguments.Output().WriteLineAsync(created.Text);
            await arguments.Remarks().WriteLineAsync($"Keep it: it is not shown again. Its id is {created.Id}.");
        });
        return command;
    }

    private static Command List(Func<ParseResult, MetadataPlace> metadata)
    {
        var tenant = TenantOption();
        var command = new Command("list", "Lists the keys of a tenant, the oldest first.") { tenant };
        command.Do(metadata, async (arguments, services, cancel) =>
        {
            var keys = await services.GetRequiredService<ListApiKeys>().Run(Id.Parse<TenantId>(arguments.GetValue(tenant)), cancel);
            TextColumns.Write(arguments.Output(), ["ID", "KEY", "APP", "CREATED", "REVOKED", "SCOPES"], keys.Select(key => new[]
            {
                key.ListedKeyId, key.Prefix, key.App ?? "-", TextColumns.Time(key.CreatedAt), TextColumns.Time(key.RevokedAt),
                key.Scopes.Count == Scope.All.Count ? "all" : string.Join(',', key.Scopes),
            }));
        });
        return command;
    }

    private static Command Revoke(Func<ParseResult, MetadataPlace> metadata)
    {
        var id = new Argument<string>("keyid") { Description = "As the list shows it." };
        var command = new Command("revoke", "Ends a key: it answers 401 from now on.") { id };
        command.Do(metadata, async (arguments, services, cancel) =>
        {
            await services.GetRequiredService<RevokeApiKey>().Run(arguments.GetValue(id)!, cancel);
            await arguments.Remarks().WriteLineAsync("The key is revoked.");
        });
        return command;
    }

    private static Option<string> TenantOption() => new("--tenant") { Required = true, Description = "The id of the tenant." };

    private static IReadOnlyList<Scope> ScopesOf(string text) =>
        text == "all" ? Scope.All : [.. text.Split(',', StringSplitOptions.TrimEntries).Select(Scope.Parse)];
}
