using System.CommandLine;
using System.Diagnostics;
using FluidCloud.Adapters.Cosmos;
using FluidCloud.Cli;
using FluidCloud.Cli.Admin;
using FluidCloud.Cli.Demo;
using FluidCloud.Local.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Rules;

public sealed class StoreOptionsTests
{
    private static readonly RootCommand Root = NewRoot();

    [Theory]
    [InlineData("")]
    [InlineData("demo")]
    [InlineData("admin tenant list")]
    public void Every_command_takes_SQLite_unless_it_is_told_otherwise(string command)
    {
        Root.Parse(command).Metadata().ShouldBeOfType<MetadataPlace.SqliteFile>();
        Cosmos($"{command} --cosmos http://localhost:8081").Endpoint.ShouldBe(new Uri("http://localhost:8081"));
    }

    [Fact]
    public void An_emulator_needs_no_key_and_an_account_takes_an_identity_instead()
    {
        Cosmos("--cosmos https://127.0.0.1:8081").Key.ShouldBe(StoreOptions.EmulatorKey);
        Cosmos("--cosmos https://fluidcloud.documents.azure.com").Key.ShouldBeNull();
        Cosmos("--cosmos https://fluidcloud.documents.azure.com --cosmos-key abc").Key.ShouldBe("abc");
    }

    [Theory]
    [InlineData("localhost:8081")]
    [InlineData("ftp://localhost")]
    [InlineData("/tmp")]
    public void What_is_no_URL_is_refused(string endpoint) =>
        Root.Parse($"demo --cosmos {endpoint}").Errors.ShouldHaveSingleItem().Message.ShouldContain(endpoint);

    [Fact]
    public void An_identity_is_not_sent_unencrypted() =>
        Should.Throw<LocalHostException>(() => Root.Parse("demo --cosmos http://fluidcloud.documents.azure.com").Metadata()).Message.ShouldContain("https");

    [Fact]
    public void The_stores_do_not_share_a_folder() =>
        Root.Parse("--cosmos http://localhost:8081").Data().MetadataFile.ShouldNotBe(Root.Parse("").Data().MetadataFile);

    [Fact]
    public void Another_process_is_told_the_same_with_the_key_where_nobody_sees_it()
    {
        var start = new ProcessStartInfo();
        StoreOptions.PassOn(Root.Parse("--cosmos https://localhost:8081 --cosmos-key abc").Metadata(), storage: null, start);
        start.ArgumentList.ShouldBe(["--cosmos", "https://localhost:8081/"]);
        start.Environment["FluidCloudCosmos__key"].ShouldBe("abc");
    }

    private static CosmosSettings Cosmos(string arguments) => Root.Parse(arguments).Metadata().ShouldBeOfType<MetadataPlace.CosmosDatabase>().Settings;

    private static RootCommand NewRoot()
    {
        var root = new RootCommand();
        StoreOptions.Configure(root);
        root.Subcommands.Add(DemoCommand.Build());
        root.Subcommands.Add(AdminCommand.Build(StoreOptions.Metadata));
        return root;
    }
}
