using System.CommandLine;
using System.Reflection;
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
            Description = "Whose files are uploaded (default: the source files of FluidCloud).",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var port = ServeCommand.PortOption();
        var check = new Option<bool>("--check")
        {
            Description = "Only wait until the last demo's Trash is empty, and prove its end state.",
        };
        var command = new Command("demo", "The main job on real files: upload, trash, restore, empty Trash, and the proof.") { directory, port, check };
        command.SetAction((arguments, cancel) =>
            Run(arguments.GetValue(directory), arguments.GetValue(port), arguments.Data(), arguments.Metadata(), arguments.GetValue(check), cancel));
        return command;
    }

    private static async Task<int> Run(
        string? directory, int port, DataDirectory data, MetadataPlace metadata, bool checkOnly, CancellationToken cancel)
    {
        try
        {
            return checkOnly ? await Check(port, data, metadata, cancel) : await Demo(directory, port, data, metadata, cancel);
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

    private static async Task<int> Demo(string? directory, int port, DataDirectory data, MetadataPlace metadata, CancellationToken cancel)
    {
        var files = directory is null ? DemoFiles.OfThisRepository(RepositoryRoot, data) : DemoFiles.Below(directory, data);
        DemoConsole.Line($"{files.Found.Count:N0} files ({DemoConsole.Size(files.Found.Sum(file => file.Size))}) in {files.Root}");
        await using var host = await DemoHost.UseOrStart(port, data, metadata, cancel);
        var tenant = await DemoTenant.CreateForDemo(metadata, files.Found.Sum(file => file.Size), cancel);
        using var api = new ApiClient(port, tenant.Keys);
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
        return await Prove(api, expected, checks, cancel);
    }

    private static async Task<int> Check(int port, DataDirectory data, MetadataPlace metadata, CancellationToken cancel)
    {
        var expected = await DemoExpectation.Load(data, cancel);
        await using var host = await DemoHost.UseOrStart(port, data, metadata, cancel);
        using var api = new ApiClient(port, expected.Keys);
        var checks = new DemoChecks();
        await new DemoTrash(api, checks).AwaitEmpty(expected, cancel);
        return await Prove(api, expected, checks, cancel);
    }

    private static async Task<int> Prove(ApiClient api, DemoExpectation expected, DemoChecks checks, CancellationToken cancel)
    {
        await new DemoProof(api, expected, checks).Run(cancel);
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
            throw new LocalHostException("The FluidCloud that is running keeps its metadata elsewhere: stop it, or give the demo its FLUIDCLOUD_DATA and its --cosmos.", e);
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
