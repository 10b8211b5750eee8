using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FluidCloud.Core.Health;
using FluidCloud.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

public class HealthTests(HealthTests.WatchedApp app) : IClassFixture<HealthTests.WatchedApp>
{
    /// <summary>With one more dependency, which a test can break.</summary>
    public sealed class WatchedApp(AzuriteFixture azurite) : LocalApp(azurite)
    {
        public FragileDependency Fragile { get; } = new();

        protected override void Customise(IServiceCollection services) => services.AddSingleton<IDependencyCheck>(Fragile);

        /// <summary>Asks when the last answer is no longer taken for the present one.</summary>
        public Task<ApiResponse> AskLaterAsync()
        {
            Clock.Skip(TimeSpan.FromSeconds(5));
            return AskAsync();
        }

        public Task<ApiResponse> AskAsync() => TenantClient.SendRawAsync(this, HttpMethod.Get, "health/ready");
    }

    public sealed class FragileDependency : IDependencyCheck
    {
        private int asked;

        public int Asked => asked;

        public Func<Task<string?>> Answer { get; set; } = () => Task.FromResult<string?>(null);

        public string Name => "fragile";

        public string? WhileDown { get; set; }

        public Task<string?> Run(CancellationToken cancel)
        {
            Interlocked.Increment(ref asked);
            return Answer();
        }
    }

    [Fact]
    public async Task A_process_that_answers_is_alive() =>
        (await TenantClient.SendRawAsync(app, HttpMethod.Get, "health/live")).ShouldBe(200).Text.ShouldMatch("""^\{"status":"live","version":"\d+\.\d+\.\d+(\+[0-9a-f]{40})?"\}$""");

    [Fact]
    public async Task Each_dependency_is_named_and_the_built_in_scanner_is_called_what_it_is()
    {
        app.Fragile.Answer = () => Task.FromResult<string?>(null);

        var ready = (await app.AskLaterAsync()).ShouldBe(200);

        ready["status"].GetString().ShouldBe("ready");
        var dependencies = ready["dependencies"].EnumerateObject().ToDictionary(dependency => dependency.Name, dependency => dependency.Value);
        dependencies.Keys.Except(["consistency"]).ShouldBe(["metadata", "restore", "blobs", "queues", "scanner", "previews", "erasure_log", "fragile"], ignoreOrder: true);
        dependencies.Values.ShouldAllBe(dependency => dependency.GetProperty("state").GetString() == "ok");
        dependencies["scanner"].GetProperty("note").GetString().ShouldNotBeNull().ShouldContain("EICAR");
    }

    [Fact]
    public async Task What_does_not_work_is_named_without_its_cause()
    {
        app.Fragile.Answer = () => throw new InvalidOperationException("secret");

        var ready = (await app.AskLaterAsync()).ShouldBe(503);

        ready["status"].GetString().ShouldBe("not_ready");
        ready["dependencies"].GetProperty("fragile").GetRawText().ShouldBe("""{"state":"failed","note":null}""");
        ready["dependencies"].GetProperty("metadata").GetProperty("state").GetString().ShouldBe("ok");
        ready.Text.ShouldNotContain("secret");
    }

    [Fact]
    public async Task What_the_instance_can_do_without_is_named_and_does_not_take_it_out_of_service()
    {
        app.Fragile.Answer = () => throw new InvalidOperationException("secret");
        app.Fragile.WhileDown = "Some work waits.";

        var ready = (await app.AskLaterAsync()).ShouldBe(200);

        app.Fragile.WhileDown = null;
        ready["status"].GetString().ShouldBe("ready");
        ready["dependencies"].GetProperty("fragile").GetRawText().ShouldBe("""{"state":"failed","note":"Some work waits."}""");
    }

    [Fact]
    public async Task What_hangs_is_given_up()
    {
        var never = new TaskCompletionSource<string?>();
        app.Fragile.Answer = () => never.Task;

        (await app.AskLaterAsync()).ShouldBe(503)["dependencies"].GetProperty("fragile").GetProperty("note").GetString().ShouldBe("no answer within 3 s");
    }

    [Fact]
    public async Task Many_who_ask_at_once_cost_one_look()
    {
        app.Fragile.Answer = () => Task.FromResult<string?>(null);
        await app.AskLaterAsync();
        var asked = app.Fragile.Asked;

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => app.AskAsync()));

        app.Fragile.Asked.ShouldBeLessThanOrEqualTo(asked + 1);
    }

    [Fact, Contract(7, 10)]
    public async Task An_account_that_keeps_deleted_bytes_is_said_plainly()
    {
        app.Fragile.Answer = () => Task.FromResult<string?>(null);
        (await app.AskLaterAsync()).ShouldBe(200)["erasure"].GetProperty("keeps_deleted_bytes").GetBoolean().ShouldBeFalse();

        await SetSoftDelete(new() { Enabled = true, Days = 7 });
        var erasure = (await app.AskLaterAsync()).ShouldBe(200)["erasure"];

        erasure.GetProperty("keeps_deleted_bytes").GetBoolean().ShouldBeTrue();
        erasure.GetProperty("note").GetString().ShouldNotBeNull().ShouldContain("7 days");
        await SetSoftDelete(new() { Enabled = false });
    }

    private async Task SetSoftDelete(BlobRetentionPolicy policy)
    {
        var account = new BlobServiceClient(app.StorageConnection);
        BlobServiceProperties settings = await account.GetPropertiesAsync(TestContext.Current.CancellationToken);
        settings.DeleteRetentionPolicy = policy;
        await account.SetPropertiesAsync(settings, TestContext.Current.CancellationToken);
    }
}
