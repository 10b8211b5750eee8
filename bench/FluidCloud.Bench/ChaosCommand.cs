using System.CommandLine;
using FluidCloud.Bench.Chaos;
using FluidCloud.Bench.Data;
using FluidCloud.Bench.Hosting;

namespace FluidCloud.Bench;

/// <summary>Kills the host again and again while it empties a Trash, and then looks from outside whether anything is wrong.</summary>
internal static class ChaosCommand
{
    public static Command Build()
    {
        var files = new Option<int>("--files") { Description = "How many files are in Trash.", DefaultValueFactory = _ => 5000 };
        var kills = new Option<int>("--kills") { Description = "How often the host is killed during the emptying.", DefaultValueFactory = _ => 20 };
        var seed = new Option<int?>("--seed") { Description = "Of the random moments; one is chosen and printed when none is given." };
        var command = new Command("chaos", "SIGKILL at random moments of one emptying; verifies every invariant at the end.") { files, kills, seed };
        command.SetAction((arguments, cancel) =>
            Run(arguments.GetValue(files), arguments.GetValue(kills), arguments.GetValue(seed) ?? Random.Shared.Next(), cancel));
        return command;
    }

    private static async Task<int> Run(int files, int kills, int seed, CancellationToken cancel)
    {
        Report.Line($"Seed {seed}. Azurite: {Report.Azurite}.");
        using var place = HostPlace.New();
        try
        {
            await using var tenant = await BenchTenant.Create(place, cancel);
            using var api = new BenchApi(place.BaseAddress, tenant.Key);
            await using var emptying = new KilledEmptying(place, tenant, api, new Random(seed));
            await emptying.Prepare(files, cancel);
            await emptying.Run(kills, cancel);
            var checks = new Checks();
            var verification = new Verification(place, tenant, api, emptying.Outcome, checks);
            await verification.Api(cancel);
            await verification.Storage(cancel);
            await emptying.DisposeAsync(); // The host goes: what it has written is read from its file.
            await verification.Metadata(cancel);
            verification.Log();
            place.Keep = checks.Failed > 0;
            Report.Line(checks.Failed == 0
                ? $"Everything holds (seed {seed})."
                : $"{checks.Failed} checks failed (seed {seed}). The data is in {place.Directory}.");
            return checks.Failed == 0 ? 0 : 1;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            place.Keep = true;
            Report.Line($"Chaos came to a halt (seed {seed}): {e.Message} The data is in {place.Directory}.");
            return 1;
        }
    }
}
