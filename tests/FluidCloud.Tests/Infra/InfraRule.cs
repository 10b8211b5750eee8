using System.Text.Json.Nodes;

namespace FluidCloud.Tests.Infra;

/// <summary>Something that holds of everything that is deployed.</summary>
/// <param name="Breaks">Whether this resource breaks it, among all resources of the deployment.</param>
public sealed record InfraRule(string Name, Func<JsonNode, IReadOnlyList<JsonNode>, bool> Breaks)
{
    /// <summary>Built-in roles that the identity may have. Those of /infra/modules/roles.bicep, where the reasons are.</summary>
    private static readonly string[] Roles =
    [
        "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "ba92f5b4-2d11-453d-a403-e96b0029c9fe", "974c5e8b-45b9-4653-ba55-5f855dd0fb88",
        "acdd72a7-3385-48ef-bd42-f606fba81ae7", "4633458b-17de-408a-874b-0445c86b69e6", "3913510d-42f4-4e42-8a64-420c390055eb",
    ];

    /// <summary>Actions that roles of our own may have.</summary>
    private static readonly string[] Actions =
    [
        "Microsoft.Cdn/profiles/afdEndpoints/purge/action",
        "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/tags/read",
    ];

    /// <summary>Paths that the edge may keep.</summary>
    private static readonly string[] Cached = ["/s/*", "/erasure-log/tile/*", "/dashboard", "/dashboard/*"];

    /// <summary>Logs that hold no path of a request.</summary>
    private static readonly string[] Logs =
    [
        "StorageDelete", "StorageWrite", "ControlPlaneRequests", "AuditEvent", "FrontDoorWebApplicationFirewallLog",
        "ContainerAppConsoleLogs", "ContainerAppSystemLogs",
    ];

    public static readonly IReadOnlyList<InfraRule> All =
    [
        // Identities open everything; a key is a password that nobody can take back in time.
        On("shared-key", "Microsoft.Storage/storageAccounts", account => !Is(account, false, "allowSharedKeyAccess")),
        On("shared-key", "Microsoft.DocumentDB/databaseAccounts", account => !Is(account, true, "disableLocalAuth")),
        On("shared-key", "Microsoft.Insights/components", component => !Is(component, true, "DisableLocalAuth")),
        On("shared-key", "Microsoft.KeyVault/vaults", vault => !Is(vault, true, "enableRbacAuthorization")),
        new("shared-key", (resource, _) => resource.ToJsonString() is var text
            && (text.Contains("AccountKey=", StringComparison.OrdinalIgnoreCase) || text.Contains("listKeys(", StringComparison.OrdinalIgnoreCase))),
        On("plain-secret", "Microsoft.Web/sites/config", settings => Properties(settings).AsObject().Any(setting =>
            setting.Key.Contains("signingKey", StringComparison.OrdinalIgnoreCase) && !$"{setting.Value}".Contains("@Microsoft.KeyVault("))),
        // The Functions host would report the path of every request (docs/adr/0009).
        On("host-telemetry", "Microsoft.Web/sites/config", settings => Properties(settings)["APPLICATIONINSIGHTS_CONNECTION_STRING"] is not null),
        On("request-log", "Microsoft.Insights/diagnosticSettings", setting => Items(setting, "logs").Any(log => !Logs.Contains($"{log["category"]}"))),

        On("public-bytes", "Microsoft.Storage/storageAccounts", account => !Is(account, false, "allowBlobPublicAccess")),
        On("public-bytes", "Microsoft.Storage/storageAccounts/blobServices/containers", container => $"{Properties(container)["publicAccess"]}" != "None"),
        On("kept-bytes", "Microsoft.Storage/storageAccounts/blobServices", blobs => new[] { "deleteRetentionPolicy", "containerDeleteRetentionPolicy", "restorePolicy", "changeFeed" }
            .Any(policy => Is(blobs, true, policy, "enabled")) || Is(blobs, true, "isVersioningEnabled")),
        On("kept-bytes", "Microsoft.Storage/storageAccounts/managementPolicies", lifecycle =>
            !new[] { "version", "snapshot" }.All(copy => Items(lifecycle, "policy", "rules").Any(rule => rule["definition"]!["actions"]![copy]?["delete"] is not null))),

        // Where there is a Front Door, it is the only way in.
        new("open-origin", (site, all) => Type(site) == "Microsoft.Web/sites" && all.Any(other => Type(other) == "Microsoft.Cdn/profiles")
            && !($"{Properties(site)["siteConfig"]?["ipSecurityRestrictionsDefaultAction"]}" == "Deny"
                && Items(site, "siteConfig", "ipSecurityRestrictions").All(way => $"{way["ipAddress"]}" == "AzureFrontDoor.Backend" && way["headers"]?["x-azure-fdid"] is not null))),
        new("open-edge", (profile, all) => Type(profile) == "Microsoft.Cdn/profiles"
            && !all.Any(other => Type(other) == "Microsoft.Cdn/profiles/securityPolicies" && $"{other["name"]}".StartsWith($"{profile["name"]}/", StringComparison.Ordinal))),
        On("open-edge", "Microsoft.Network/FrontDoorWebApplicationFirewallPolicies", firewall =>
            $"{Properties(firewall)["policySettings"]?["mode"]}" != "Prevention"
            || !Items(firewall, "customRules", "rules").Any(rule => $"{rule["ruleType"]}" == "RateLimitRule" && $"{rule["action"]}" == "Block")),
        // What a firewall and an edge log of a request has its path, and a path may be a secret.
        On("logged-token", "Microsoft.Cdn/profiles", profile => !Scrubs(Properties(profile)["logScrubbing"])),
        On("logged-token", "Microsoft.Network/FrontDoorWebApplicationFirewallPolicies", firewall => !Scrubs(Properties(firewall)["policySettings"]?["logScrubbing"])),
        On("cached-route", "Microsoft.Cdn/profiles/afdEndpoints/routes", route => Properties(route)["cacheConfiguration"] is { } cache
            && ($"{cache["queryStringCachingBehavior"]}" != "IgnoreQueryString" || Items(route, "patternsToMatch").Any(path => !Cached.Contains($"{path}")))),

        On("wide-role", "Microsoft.Authorization/roleDefinitions", role => Items(role, "permissions")
            .SelectMany(permission => new[] { "actions", "dataActions" }.SelectMany(kind => permission[kind]?.AsArray() ?? [])).Any(action => !Actions.Contains($"{action}"))),
        new("wide-role", (assignment, all) => Type(assignment) == "Microsoft.Authorization/roleAssignments"
            && $"{Properties(assignment)["roleDefinitionId"]}" is var role && !Roles.Any(role.EndsWith) && all.All(other => $"{other["id"]}" != role)),
        On("wide-role", "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments", assignment =>
            !$"{Properties(assignment)["scope"]}".EndsWith("/colls/metadata", StringComparison.Ordinal)),

        On("moving-image", "Microsoft.App/containerApps", app => Items(app, "template", "containers").Any(container => !$"{container["image"]}".Contains("@sha256:"))),
        On("public-scanner", "Microsoft.App/managedEnvironments", environment => !Is(environment, true, "vnetConfiguration", "internal")),
        On("unheard-alert", "Microsoft.Insights/scheduledQueryRules", alert => !Items(alert, "actions", "actionGroups").Any()),
        On("unheard-alert", "Microsoft.Insights/metricAlerts", alert => !Items(alert, "actions").Any()),
        new("untagged", (resource, _) => TakesTags(Type(resource)) && resource["tags"] is null),
    ];

    public override string ToString() => Name;

    private static InfraRule On(string name, string type, Func<JsonNode, bool> breaks) => new(name, (resource, _) => Type(resource) == type && breaks(resource));

    private static string Type(JsonNode resource) => $"{resource["type"]}";

    private static JsonNode Properties(JsonNode resource) => resource["properties"] ?? new JsonObject();

    private static JsonNode? At(JsonNode resource, string[] path) => path.Aggregate((JsonNode?)Properties(resource), (node, name) => node?[name]);

    private static bool Is(JsonNode resource, bool value, params string[] path) => At(resource, path) is JsonValue found && found.TryGetValue<bool>(out var set) && set == value;

    private static IEnumerable<JsonNode> Items(JsonNode resource, params string[] path) => (At(resource, path)?.AsArray() ?? []).Select(item => item!);

    private static bool Scrubs(JsonNode? scrubbing) => $"{scrubbing?["state"]}" == "Enabled"
        && (scrubbing!["scrubbingRules"]?.AsArray() ?? []).Any(rule => $"{rule!["matchVariable"]}" == "RequestUri" && $"{rule["state"]}" == "Enabled");

    /// <summary>Children of a resource take none, with few exceptions; nor do rights, locks, policies and settings of other resources.</summary>
    private static bool TakesTags(string type) =>
        !type.StartsWith("Microsoft.Authorization/", StringComparison.Ordinal) && type is not ("Microsoft.Insights/diagnosticSettings" or "Microsoft.Security/defenderForStorageSettings")
        && (type.Count(letter => letter == '/') == 1 || type is "Microsoft.Cdn/profiles/afdEndpoints" or "Microsoft.DocumentDB/databaseAccounts/sqlDatabases");
}
