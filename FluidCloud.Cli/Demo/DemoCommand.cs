using System.CommandLine;
using System.Reflection;
using FluidCloud.Local.Azurite;
using FluidCloud.Local.Hosting;

namespace FluidCloud.Cli.Demo;

/// <summary><c>./run demo</c>: the main job on real files, over HTTP, with the proof of its end state.</summary>
internal static class DemoCommand
{
    /// <summary>What a shell makes of Ctrl-C.</summary>
    private const int Interrupted = 130;

    public static Command Build()
    {
        var directory = new Argument<string?>("dir")
        {
            Description = "The folder whose files are uploaded (default: the source files of FluidCloud).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var port = ServeCommand.PortOption();
        var check = new Option<bool>("--check")
        {
            Description = "Only wait until the last demo's Trash is empty, and verify the end state.",
        };
        var command = new Command("demo", "Shows the main workflow on real files: upload, trash, restore, empty Trash, and verify.") { directory, port, check };
        command.SetAction((arguments, cancel) =>
            Run(arguments.GetValue(directory), new(arguments.GetValue(port), arguments.Data(), arguments.Metadata(), arguments.Storage()), arguments.GetValue(check), cancel));
        return command;
    }

    private static async Task<int> Run(
        string? directory, DemoPlace place, bool checkOnly, CancellationToken cancel)
    {
        try
        {
            return checkOnly ? await Check(place, cancel) : await Demo(directory, place, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return Interrupted;
        }
        // The last is what HttpClient throws when an answer takes too long.
        catch (Exception e) when (e is ApiException or HttpRequestException or IOException or OperationCanceledException)
        {
            throw new LocalHostException($"The demo failed: {e.Message}", e);
        }
    }

    private static async Task<int> Demo(string? directory, DemoPlace place, CancellationToken cancel)
    {
        var data = place.Data;
        var files = directory is null ? DemoFiles.OfThisRepository(RepositoryRoot, data) : DemoFiles.Below(directory, data);
        DemoConsole.Line($"{files.Found.Count:N0} files ({DemoConsole.Size(files.Found.Sum(file => file.Size))}) in {files.Root}");
        await using var host = await DemoHost.UseOrStart(place.Port, place.Data, place.Metadata, place.Storage, cancel);
        var tenant = await DemoTenant.CreateForDemo(place.Metadata, files.Found.Sum(file => file.Size), cancel);
        using var api = new ApiClient(place.Port, tenant.Keys);
        var checks = new DemoChecks();

        var space = await DefaultSpace(api, cancel);
        var upload = new DemoUpload(api, space, checks);
        var uploaded = await upload.AwaitScans(await upload.Run(files, cancel), cancel);
        await ShowQuota(api, checks, uploaded, cancel);

        var trash = new DemoTrash(api, checks);
        var deadUrl = await trash.SampleUrl(uploaded, cancel);
        await trash.TrashAll(uploaded, cancel);
        var restored = await trash.RestoreFew(uploaded, cancel);
        var expected = DemoExpectation.Of(tenant, space, uploaded, restored, deadUrl);
        await expected.Save(data, cancel);
        await trash.Empty(expected, cancel);
        return await Prove(api, expected, checks, place, cancel);
    }

    private static async Task<int> Check(DemoPlace place, CancellationToken cancel)
    {
        var expected = await DemoExpectation.Load(place.Data, cancel);
        await using var host = await DemoHost.UseOrStart(place.Port, place.Data, place.Metadata, place.Storage, cancel);
        using var api = new ApiClient(place.Port, expected.Keys);
        var checks = new DemoChecks();
        await new DemoTrash(api, checks).AwaitEmpty(expected, cancel);
        return await Prove(api, expected, checks, place, cancel);
    }

    private static async Task<int> Prove(ApiClient api, DemoExpectation expected, DemoChecks checks, DemoPlace place, CancellationToken cancel)
    {
        await new DemoProof(api, expected, checks, place.StorageConnection()).Run(cancel);
        DemoConsole.Line(checks.Failed == 0 ? "The demo passed its proof." : $"The demo failed its proof: {checks.Failed} of its checks.");
        return checks.Failed == 0 ? 0 : 1;
    }

    private static async Task<string> DefaultSpace(ApiClient api, CancellationToken cancel)
    {
        try
        {
            return (await api.Spaces(cancel))[0].Id;
        }
        catch (ApiException e) when (e.Status == System.Net.HttpStatusCode.Unauthorized)
        {
            throw new LocalHostException("The running FluidCloud keeps its metadata elsewhere: stop it, or give the demo the same FLUIDCLOUD_DATA and --cosmos.", e);
        }
    }

    private static async Task ShowQuota(ApiClient api, DemoChecks checks, IReadOnlyList<DemoFile> uploaded, CancellationToken cancel)
    {
        var quota = await api.Quota(cancel);
        var bytes = uploaded.Sum(file => file.Size);
        checks.Report(quota.BytesUsed == bytes && quota.ByApp.Sum(app => app.Files) == uploaded.Count,
            $"quota: {quota.BytesUsed:N0} of {quota.BytesLimit:N0} bytes used, uploaded were {bytes:N0}");
    }

    private static string RepositoryRoot => typeof(DemoCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "RepositoryRoot").Value!;
}

/// <summary>The host of a demo, and its stores.</summary>
/// <param name="Storage">null for the Azurite of the data folder.</param>
internal sealed record DemoPlace(int Port, DataDirectory Data, MetadataPlace Metadata, string? Storage)
{
    /// <exception cref="LocalHostException">The data folder's Azurite was never started.</exception>
    public string StorageConnection() => Storage ?? AzuritePorts.Remembered(Data.Azurite)?.ConnectionString()
        ?? throw new LocalHostException($"No storage is known for the data folder {Data.Azurite}: start FluidCloud with it once.");
}
