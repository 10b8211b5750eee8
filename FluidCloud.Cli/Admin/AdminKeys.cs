using System.CommandLine;
using System.Globalization;
using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Keys;
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
            Description = $"Comma-separated scopes, such as files:read,quota:read, or all. Scopes: {string.Join(", ", Scope.All)}.",
        };
        var app = new Option<string?>("--app") { Description = "The product namespace of its uploads." };
        var test = new Option<bool>("--test") { Description = "Create a key that begins with fck_test_." };
        var spaces = new Option<string[]>("--space") { Description = "Restricts it to this space; repeat for several." };
        var folder = new Option<string?>("--folder") { Description = "Restricts it to this folder and everything below it." };
        var onlyApp = new Option<bool>("--only-app") { Description = "Restricts it to the files of --app." };
        var noErasure = new Option<bool>("--no-erasure") { Description = "Denies permanent deletion: 403 on /gdpr/*." };
        var expires = new Option<DateTimeOffset?>("--expires") { Description = "When it expires, such as 2027-01-31 or 2027-01-31T12:00:00Z." };
        var command = new Command("create", "Creates a key and prints it. It is not shown again.")
        {
            tenant, scopes, app, test, spaces, folder, onlyApp, noErasure, expires,
        };
        command.Do(metadata, async (arguments, services, cancel) =>
        {
            var grant = new KeyGrant(ScopesOf(arguments.GetValue(scopes)!), arguments.GetValue(app), Live: !arguments.GetValue(test))
            {
                Spaces = [.. (arguments.GetValue(spaces) ?? []).Select(space => Id.Parse<SpaceId>(space, "space"))],
                Folder = Id.ParseOptional<FolderId>(arguments.GetValue(folder), "folder"),
                OnlyApp = arguments.GetValue(onlyApp),
                WithoutErasure = arguments.GetValue(noErasure),
                ExpiresAt = arguments.GetValue(expires)?.ToUniversalTime(),
            };
            var created = await services.GetRequiredService<CreateApiKey>().Run(Id.Parse<TenantId>(arguments.GetValue(tenant)), grant, cancel);
            await arguments.Output().WriteLineAsync(created.Text);
            await arguments.Remarks().WriteLineAsync($"Keep it: it is not shown again. Its id is {created.Id}.");
        });
        return command;
    }

    private static Command List(Func<ParseResult, MetadataPlace> metadata)
    {
        var tenant = TenantOption();
        var command = new Command("list", "Lists the keys of a tenant, oldest first.") { tenant };
        command.Do(metadata, async (arguments, services, cancel) =>
        {
            var keys = await services.GetRequiredService<ListApiKeys>().Run(Id.Parse<TenantId>(arguments.GetValue(tenant)), cancel);
            TextColumns.Write(arguments.Output(), ["ID", "KEY", "APP", "CREATED", "LAST USED", "EXPIRES", "REVOKED", "SCOPES", "BOUNDS"], keys.Select(key => new[]
            {
                key.ListedKeyId, key.Prefix, key.App ?? "-", TextColumns.Time(key.CreatedAt),
                key.LastUsedOn?.ToString("O", CultureInfo.InvariantCulture) ?? "-", TextColumns.Time(key.ExpiresAt), TextColumns.Time(key.RevokedAt),
                key.Scopes.Count == Scope.All.Count ? "all" : string.Join(',', key.Scopes), BoundsOf(key),
            }));
        });
        return command;
    }

    private static Command Revoke(Func<ParseResult, MetadataPlace> metadata)
    {
        var id = new Argument<string>("keyid") { Description = "The key's id, from key list." };
        var command = new Command("revoke", "Revokes a key: requests with it return 401.") { id };
        command.Do(metadata, async (arguments, services, cancel) =>
        {
            await services.GetRequiredService<RevokeApiKey>().Run(arguments.GetValue(id)!, cancel);
            await arguments.Remarks().WriteLineAsync("The key is revoked.");
        });
        return command;
    }

    private static string BoundsOf(ApiKey key)
    {
        List<string> bounds =
        [
            .. key.Folder is { } folder ? [$"folder {folder}"] : key.Spaces.Select(space => $"space {space}"),
            .. key.OnlyApp ? ["only its app"] : Array.Empty<string>(),
            .. key.WithoutErasure ? ["no erasure"] : Array.Empty<string>(),
        ];
        return bounds.Count == 0 ? "-" : string.Join(", ", bounds);
    }

    private static Option<string> TenantOption() => new("--tenant") { Required = true, Description = "The id of the tenant." };

    private static IReadOnlyList<Scope> ScopesOf(string text) =>
        text == "all" ? Scope.All : [.. text.Split(',', StringSplitOptions.TrimEntries).Select(Scope.Parse)];
}
