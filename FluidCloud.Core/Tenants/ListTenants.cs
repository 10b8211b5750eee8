using System.Runtime.CompilerServices;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Tenants;

/// <summary>Lists all tenants, oldest first. For the operator only; no API key gives access.</summary>
public sealed class ListTenants(IMetadataStore metadata)
{
    /// <param name="nameContains">Only those whose name contains this, whatever the case; null for all.</param>
    public async Task<Listing<Tenant>> Page(string? nameContains, ListingPage page, CancellationToken cancel)
    {
        var read = new Dictionary<string, Tenant>();
        var entries = await metadata.List(
            Partitions.TenantDirectory, limit => new TenantsByAge(limit), page, TenantsByAge.Behind, cancel, async (entry, stop) =>
            {
                var tenant = await metadata.Read<Tenant>(Partitions.Of(entry.TenantId), Tenant.OnlyId, stop);
                if (tenant is null || !(nameContains is null || Names.Fold(tenant.Name).Contains(nameContains, StringComparison.Ordinal)))
                    return false;
                read[entry.Id] = tenant;
                return true;
            });
        return new(entries.Items.Select(entry => read.Remove(entry.Id, out var tenant) ? tenant : throw new InvalidOperationException("Read before.")), entries.Next);
    }

    public async IAsyncEnumerable<Tenant> Run([EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var entry in metadata.QueryEvery(Partitions.TenantDirectory, new TenantsByAge(Limit: 100), cancel))
        {
            if (await metadata.Read<Tenant>(Partitions.Of(entry.TenantId), Tenant.OnlyId, cancel) is { } tenant)
                yield return tenant;
        }
    }
}

/// <summary>
/// A directory entry of a tenant. A directory in a partition of its own costs one small write per new tenant; finding
/// tenants across all partitions would need an index that every write of every document pays for.
/// </summary>
public sealed record TenantEntry : Document, IDocumentType
{
    public static string Type => "directory_entry";

    public required TenantId TenantId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    public static TenantEntry Of(Tenant tenant) =>
        new() { Id = tenant.TenantId.ToString(), TenantId = tenant.TenantId, CreatedAt = tenant.CreatedAt };
}

public sealed record TenantsByAge(int Limit) : Query<TenantEntry>(Limit)
{
    public const int KeysetValues = 2;

    public override QueryShape Shape => QueryShape.All.Ascending("created_at", "id");

    public static Keyset Behind(TenantEntry entry) => new([MetadataJson.Text(entry.CreatedAt), entry.Id]);
}
