using System.Text.Json;
using FluidCloud.Local.Hosting;

namespace FluidCloud.Cli.Demo;

/// <summary>What must be true once the Trash is empty. It is on disk before the emptying begins, so that it outlives the demo.</summary>
/// <param name="SweptSpace">The space whose Trash is emptied; null for all.</param>
/// <param name="Before">What the tenant had before the demo.</param>
/// <param name="Restored">What is left.</param>
/// <param name="Purged">The ids of everything else.</param>
/// <param name="DeadUrl">Worked for a file that is purged; null when there was none.</param>
internal sealed record DemoExpectation(
    string Tenant, IReadOnlyList<string> Keys, string Space, string? SweptSpace, DemoUsage Before, IReadOnlyList<DemoFile> Restored, IReadOnlyList<string> Purged, long PurgedBytes, Uri? DeadUrl)
{
    public static DemoExpectation Of(
        (string Id, IReadOnlyList<string> Keys) tenant, string space, string? sweptSpace, DemoUsage before, IReadOnlyList<DemoFile> uploaded, IReadOnlyList<DemoFile> restored, Uri? deadUrl)
    {
        var purged = uploaded.Except(restored).ToList();
        return new(tenant.Id, tenant.Keys, space, sweptSpace, before, restored, purged.ConvertAll(file => file.Id), purged.Sum(file => file.Size), deadUrl);
    }

    /// <exception cref="LocalHostException">No demo came that far.</exception>
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
