using System.CommandLine;
using System.Reflection;
using FluidCloud.Local.Azurite;
using FluidCloud.Local.Hosting;

namespace FluidCloud.Cli.Demo;

/// <summary><c>./run demo</c>: runs the main workflow on real files over HTTP, and verifies the end state.</summary>
internal static class DemoCommand
{
    /// <summary>The exit code of a shell command after Ctrl-C.</summary>
    private const int Interrupted = 130;

    /// <summary>The variable that the SDKs use too; it keeps keys off the command line.</summary>
    private const string KeyVariable = "FLUIDCLOUD_API_KEY";

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
        var deployment = new Option<string?>("--api")
        {
            Description = "The URL of a deployment that runs elsewhere. The demo then takes a space of its own, and deletes it at its end.",
            HelpName = "url",
        };
        deployment.Validators.Add(result =>
        {
            if (result.Tokens is [var text] && AddressOf(text.Value) is null)
                result.AddError($"'{text.Value}' is not an https URL, or an http URL of this machine.");
        });
        var key = new Option<string?>("--key") { Description = $"The API key of a tenant of that deployment. Default: {KeyVariable}.", HelpName = "key" };
        var command = new Command("demo", "Shows the main workflow on real files: upload, trash, restore, empty Trash, and verify.") { directory, port, check, deployment, key };
        command.Validators.Add(result =>
        {
            if (result.GetValue(deployment) is null)
                return;
            if ((result.GetValue(key) ?? Environment.GetEnvironmentVariable(KeyVariable)) is null)
                result.AddError($"--api needs --key, or {KeyVariable}.");
            if (result.GetValue(check))
                result.AddError("--check is for a demo on this machine.");
        });
        command.SetAction((arguments, cancel) =>
        {
            if (arguments.GetValue(deployment) is { } url)
            {
                var api = new ApiClient(AddressOf(url)!, [arguments.GetValue(key) ?? Environment.GetEnvironmentVariable(KeyVariable)!]);
                return Run(() => DemoElsewhere(arguments.GetValue(directory), api, arguments.Data(), cancel), cancel);
            }
            var place = new DemoPlace(arguments.GetValue(port), arguments.Data(), arguments.Metadata(), arguments.Storage());
            return Run(() => arguments.GetValue(check) ? Check(place, cancel) : Demo(arguments.GetValue(directory), place, cancel), cancel);
        });
        return command;
    }

    /// <returns>null for an invalid URL, or one to which a key must not be sent.</returns>
    private static Uri? AddressOf(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
            return null;
        var path = url.AbsolutePath.TrimEnd('/');
        if (path.EndsWith("/api/v1", StringComparison.Ordinal)) // As the SDKs take it.
            path = path[..^"/api/v1".Length];
        return new UriBuilder(url) { Path = path + "/", Query = "", Fragment = "" }.Uri;
    }

    private static async Task<int> Run(Func<Task<int>> demo, CancellationToken cancel)
    {
        try
        {
            return await demo();
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
        var files = FindFiles(directory, place.Data);
        await using var host = await DemoHost.UseOrStart(place.Port, place.Data, place.Metadata, place.Storage, cancel);
        var tenant = await DemoTenant.CreateForDemo(place.Metadata, files.Found.Sum(file => file.Size), cancel);
        using var api = new ApiClient(place.Address, tenant.Keys);
        var space = await DefaultSpace(api, cancel);
        var checks = new DemoChecks();
        var expected = await Work(api, checks, files, tenant, space, sweptSpace: null, place.Data, cancel);
        return await Prove(api, expected, checks, place.StorageConnection(), cancel);
    }

    /// <summary>In a space of its own, so that nothing else of the tenant is touched.</summary>
    private static async Task<int> DemoElsewhere(string? directory, ApiClient api, DataDirectory data, CancellationToken cancel)
    {
        using var _ = api;
        var files = FindFiles(directory, data);
        var space = (await api.CreateSpace($"Demo {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm}", cancel)).Id;
        var checks = new DemoChecks();
        var expected = await Work(api, checks, files, (Id: "", Keys: []), space, space, data, cancel);
        var code = await Prove(api, expected, checks, storage: null, cancel);
        foreach (var file in expected.Restored)
            await api.Purge(file.Id, cancel);
        await api.DeleteSpace(space, cancel);
        return code;
    }

    private static DemoFiles FindFiles(string? directory, DataDirectory data)
    {
        var files = directory is null ? DemoFiles.OfThisRepository(RepositoryRoot, data) : DemoFiles.Below(directory, data);
        DemoConsole.Line($"{files.Found.Count:N0} files ({DemoConsole.Size(files.Found.Sum(file => file.Size))}) in {files.Root}");
        return files;
    }

    /// <summary>Uploads, trashes, restores a few, and empties Trash.</summary>
    /// <returns>The expected state.</returns>
    private static async Task<DemoExpectation> Work(
        ApiClient api, DemoChecks checks, DemoFiles files, (string Id, IReadOnlyList<string> Keys) tenant, string space, string? sweptSpace,
        DataDirectory data, CancellationToken cancel)
    {
        var quota = await api.Quota(cancel);
        var before = new DemoUsage(quota.Files, quota.BytesUsed);
        var upload = new DemoUpload(api, space, checks);
        var uploaded = await upload.AwaitScans(await upload.Run(files, cancel), cancel);
        await ShowQuota(api, checks, before, uploaded, cancel);

        var trash = new DemoTrash(api, checks);
        var deadUrl = await trash.SampleUrl(uploaded, cancel);
        await trash.TrashAll(uploaded, cancel);
        var restored = await trash.RestoreFew(uploaded, cancel);
        var expected = DemoExpectation.Of(tenant, space, sweptSpace, before, uploaded, restored, deadUrl);
        await expected.Save(data, cancel);
        await trash.Empty(expected, cancel);
        return expected;
    }

    private static async Task<int> Check(DemoPlace place, CancellationToken cancel)
    {
        var expected = await DemoExpectation.Load(place.Data, cancel);
        await using var host = await DemoHost.UseOrStart(place.Port, place.Data, place.Metadata, place.Storage, cancel);
        using var api = new ApiClient(place.Address, expected.Keys);
        var checks = new DemoChecks();
        await new DemoTrash(api, checks).AwaitEmpty(expected, cancel);
        return await Prove(api, expected, checks, place.StorageConnection(), cancel);
    }

    private static async Task<int> Prove(ApiClient api, DemoExpectation expected, DemoChecks checks, string? storage, CancellationToken cancel)
    {
        await new DemoProof(api, expected, checks, storage).Run(cancel);
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

    private static async Task ShowQuota(ApiClient api, DemoChecks checks, DemoUsage before, IReadOnlyList<DemoFile> uploaded, CancellationToken cancel)
    {
        var quota = await api.Quota(cancel);
        var bytes = uploaded.Sum(file => file.Size);
        checks.Report(quota.BytesUsed - before.Bytes == bytes && quota.Files - before.Files == uploaded.Count,
            $"quota: {quota.BytesUsed:N0} of {(quota.BytesLimit < 0 ? "unlimited" : $"{quota.BytesLimit:N0}")} bytes used, uploaded were {bytes:N0}");
    }

    private static string RepositoryRoot => typeof(DemoCommand).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "RepositoryRoot").Value!;
}

/// <summary>The host of a demo, and its stores.</summary>
/// <param name="Storage">null for the Azurite of the data folder.</param>
internal sealed record DemoPlace(int Port, DataDirectory Data, MetadataPlace Metadata, string? Storage)
{
    public Uri Address => new($"http://127.0.0.1:{Port}/");

    /// <exception cref="LocalHostException">The data folder's Azurite was never started.</exception>
    public string StorageConnection() => Storage ?? AzuritePorts.Remembered(Data.Azurite)?.ConnectionString()
        ?? throw new LocalHostException($"No storage is known for the data folder {Data.Azurite}: start FluidCloud with it once.");
}
