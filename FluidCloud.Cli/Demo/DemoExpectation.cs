using System.Text.Json;
using FluidCloud.Local.Hosting;

namespace FluidCloud.Cli.Demo;

/// <summary>The expected state after Trash is emptied. It is saved before the sweep starts, so that it survives the demo.</summary>
/// <param name="SweptSpace">The space whose Trash is emptied; null for the whole tenant.</param>
/// <param name="Before">The usage of the tenant before the demo.</param>
/// <param name="Restored">The remaining files.</param>
/// <param name="Purged">The ids of all other files.</param>
/// <param name="DeadUrl">A URL that worked for a purged file; null for none.</param>
internal sealed record DemoExpectation(
    string Tenant, IReadOnlyList<string> Keys, string Space, string? SweptSpace, DemoUsage Before, IReadOnlyList<DemoFile> Restored, IReadOnlyList<string> Purged, long PurgedBytes, Uri? DeadUrl)
{
    public static DemoExpectation Of(
        (string Id, IReadOnlyList<string> Keys) tenant, string space, string? sweptSpace, DemoUsage before, IReadOnlyList<DemoFile> uploaded, IReadOnlyList<DemoFile> restored, Uri? deadUrl)
    {
        var purged = uploaded.Except(restored).ToList();
        return new(tenant.Id, tenant.Keys, space, sweptSpace, before, restored, purged.ConvertAll(file => file.Id), purged.Sum(file => file.Size), deadUrl);
    }

    /// <exception cref="LocalHostException">No demo has got that far.</exception>
    public static async Task<DemoExpectation> Load(DataDirectory data, CancellationToken cancel)
    {
        try
        {
            await using var file = File.OpenRead(data.DemoExpectation);
            return (await JsonSerializer.DeserializeAsync<DemoExpectation>(file, cancellationToken: cancel))!;
        }
        catch (Exception e) when (e is FileNotFoundException or JsonException)
        {
            throw new LocalHostException("There is no demo to check: run './run demo' first.", e);
        }
    }

    public async Task Save(DataDirectory data, CancellationToken cancel)
    {
        await using var file = DataDirectory.CreatePrivate(data.DemoExpectation);
        await JsonSerializer.SerializeAsync(file, this, cancellationToken: cancel);
    }
}

internal sealed record DemoUsage(long Files, long Bytes);
