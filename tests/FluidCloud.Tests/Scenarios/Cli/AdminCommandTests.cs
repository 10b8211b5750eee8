using System.CommandLine;
using FluidCloud.Cli;
using FluidCloud.Cli.Admin;
using FluidCloud.Core;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>The command line writes the metadata while the host has it open.</summary>
public class AdminCommandTests(LocalApp app) : IClassFixture<LocalApp>
{
    private sealed record Outcome(int ExitCode, string Output, string Remarks)
    {
        public string Value => Output.TrimEnd();

        public Outcome ShouldSucceed()
        {
            ExitCode.ShouldBe(0, Remarks);
            return this;
        }

        public void ShouldFail(string mentions)
        {
            ExitCode.ShouldBe(1);
            Output.ShouldNotContain("fck_");
            Remarks.ShouldContain(mentions);
            Remarks.ShouldNotContain("   at ");
        }
    }

    [Fact]
    public async Task A_tenant_and_a_key_made_here_work_at_once()
    {
        var tenant = (await Run("tenant", "create", "--name", "Acme Ltd", "--quota", "1.5KB", "--links", "7", "--calls", "1000")).ShouldSucceed().Value;
        var key = (await Run("key", "create", "--tenant", tenant)).ShouldSucceed();

        key.Value.ShouldMatch("^fck_live_[0-9a-f]{32}$");
        key.Remarks.ShouldNotContain(key.Value);
        var client = Client(tenant, key.Value);
        (await client.GetAsync("quota")).ShouldBe(200).Text.ShouldContain("\"bytes_limit\":1536,\"links_used\":0,\"links_limit\":7");
        (await client.InitiateAsync("too-large", 1537)).ShouldFail(402);
        (await Run("tenant", "list")).ShouldSucceed().Output
            .ShouldMatch($"{tenant} +1536 +7 +1000 ");
    }

    [Fact]
    public async Task Tenants_are_listed_oldest_first_with_what_is_unlimited()
    {
        var first = (await Run("tenant", "create", "--name", "First")).Value;
        var second = (await Run("tenant", "create", "--name", "Second", "--quota", "10GB")).Value;

        var lines = (await Run("tenant", "list")).ShouldSucceed().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines[0].ShouldMatch("^ID +QUOTA +LINKS +CALLS +RETENTION +CREATED +NAME$");
        var listed = lines.Where(line => line.StartsWith(first, StringComparison.Ordinal) || line.StartsWith(second, StringComparison.Ordinal)).ToList();
        listed[0].ShouldMatch($"^{first} +unlimited +unlimited +unlimited +off +[-0-9]+T[:0-9]+Z +First$");
        listed[1].ShouldMatch($"^{second} +10737418240 +unlimited +unlimited +off +[-0-9]+T[:0-9]+Z +Second$");
    }

    [Fact]
    public async Task A_retention_is_set_and_turned_off()
    {
        var tenant = (await Run("tenant", "create", "--name", "Acme")).Value;
        var client = Client(tenant, (await Run("key", "create", "--tenant", tenant)).Value);

        (await Run("tenant", "retention", "--tenant", tenant, "--days", "30")).ShouldSucceed();
        (await client.GetAsync("gdpr/trash")).ShouldBe(200)["retention_days"].GetInt32().ShouldBe(30);
        (await Run("tenant", "list")).ShouldSucceed().Output.ShouldMatch($"{tenant} .* 30 days +2");
        (await Run("tenant", "retention", "--tenant", tenant, "--days", "off")).ShouldSucceed();
        (await client.GetAsync("gdpr/trash"))["retention_days"].GetString().ShouldBeNull();

        foreach (var days in new[] { "0", "3651", "-1", "1.5", "never" })
            (await Run("tenant", "retention", "--tenant", tenant, "--days", days)).ShouldFail("days");
        (await Run("tenant", "retention", "--tenant", Guid.NewGuid().ToString(), "--days", "1")).ShouldFail("Tenant not found");
    }

    [Fact, Contract(4, 81, 88)]
    public async Task A_key_has_the_scopes_and_the_app_it_was_made_with()
    {
        var tenant = (await Run("tenant", "create", "--name", "Acme")).Value;
        var key = (await Run("key", "create", "--tenant", tenant, "--scopes", "files:read, files:write,spaces:read", "--app", "acme", "--test")).ShouldSucceed().Value;

        key.ShouldStartWith("fck_test_");
        var client = Client(tenant, key);
        var file = await client.UploadAsync("a.txt");
        (await client.GetAsync($"files/{file}")).ShouldBe(200)["source_app"].GetString().ShouldBe("acme");
        (await client.GetAsync("quota")).ShouldFail(403, "quota:read");
    }

    [Fact, Contract(235)]
    public async Task A_key_is_narrowed_as_its_options_say_and_the_list_shows_it()
    {
        var tenant = (await Run("tenant", "create", "--name", "Acme")).Value;
        var client = Client(tenant, (await Run("key", "create", "--tenant", tenant)).Value);
        var (space, folder) = (await client.SpaceAsync(), await client.NewFolderAsync("folder"));

        var key = (await Run("key", "create", "--tenant", tenant, "--folder", folder, "--app", "acme", "--only-app", "--no-erasure", "--expires", "2099-01-31")).Value;
        var wide = (await Run("key", "create", "--tenant", tenant, "--space", space)).Value;

        (await Client(tenant, key).GetAsync("me")).ShouldBe(200).Text.ShouldEndWith(
            $$$""""expires_at":"2099-01-31T00:00:00Z","bounds":{"spaces":["{{{space}}}"],"folder_id":"{{{folder}}}","app":"acme","may_erase":false}}"""");
        (await LineOf(tenant, key)).ShouldEndWith($"  all     folder {folder}, only its app, no erasure");
        (await LineOf(tenant, wide)).ShouldEndWith($"  all     space {space}");
        (await Run("key", "create", "--tenant", tenant, "--space", "x")).ShouldFail("space");
    }

    [Fact, Contract(31, 56, 171)]
    public async Task A_revoked_key_answers_401_at_once_and_stays_in_the_list()
    {
        var tenant = (await Run("tenant", "create", "--name", "Acme")).Value;
        var kept = (await Run("key", "create", "--tenant", tenant)).Value;
        var revoked = (await Run("key", "create", "--tenant", tenant, "--scopes", "quota:read")).Value;
        (await Client(tenant, revoked).GetAsync("quota")).ShouldBe(200);
        var line = await LineOf(tenant, revoked);
        line.ShouldMatch(" [-0-9]{10} +- +- +quota:read +-$");

        (await Run("key", "revoke", line.Split(' ')[0])).ShouldSucceed();

        (await Client(tenant, revoked).GetAsync("quota")).ShouldFail(401);
        (await Client(tenant, kept).GetAsync("quota")).ShouldBe(200);
        var afterwards = await LineOf(tenant, revoked);
        afterwards.ShouldMatch(" +- +[-0-9]+T[:0-9]+Z  quota:read +-$");
        (await Run("key", "revoke", line.Split(' ')[0])).ShouldSucceed();
        (await LineOf(tenant, revoked)).ShouldBe(afterwards, "Revoking again changes nothing.");
    }

    [Fact]
    public async Task What_cannot_be_is_said_in_a_line()
    {
        var tenant = (await Run("tenant", "create", "--name", "Acme")).Value;

        (await Run("tenant", "create", "--name", "")).ShouldFail("name");
        (await Run("tenant", "create")).ShouldFail("--name");
        (await Run("tenant", "create", "--name", "x", "--quota", "a lot")).ShouldFail("--quota");
        (await Run("tenant", "create", "--name", "x", "--quota", "-5")).ShouldFail("--quota");
        (await Run("tenant", "create", "--name", "x", "--links", "1e3")).ShouldFail("--links");
        (await Run("key", "create", "--tenant", Guid.NewGuid().ToString())).ShouldFail("Tenant not found");
        (await Run("key", "create", "--tenant", "nonsense")).ShouldFail("tenant_id");
        (await Run("key", "create", "--tenant", tenant, "--scopes", "files:admin")).ShouldFail("files:admin");
        (await Run("key", "create", "--tenant", tenant, "--app", "No Such")).ShouldFail("app");
        (await Run("key", "revoke", "nonsense")).ShouldFail("Key not found");
        (await Run("key", "revoke", new string('0', 64))).ShouldFail("Key not found");
        (await Run("key", "list", "--tenant", Guid.NewGuid().ToString())).ShouldFail("Tenant not found");
        (await Run("key", "list", "--tenant", tenant)).ShouldSucceed().Output.ShouldNotContain("fck_");
    }

    [Fact]
    public async Task Files_are_scanned_again_by_the_host()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("a.txt", "Hello"u8.ToArray());
        var before = await client.GetAsync($"files/{id}");

        (await Run("rescan", "--tenant", client.Tenant.ToString(), "--since", "2020-01-01")).ShouldSucceed().Remarks.ShouldContain("1 tenants");
        await app.RunMaintenanceAsync();
        (await Run("rescan", "--all", "--since", "2020-01-01T10:00:00Z")).ShouldSucceed();
        await app.RunMaintenanceAsync();

        (await client.GetAsync($"files/{id}")).ShouldBe(200).Text.ShouldBe(before.Text);
        (await Run("rescan", "--since", "2020-01-01")).ShouldFail("--all");
        (await Run("rescan", "--all", "--tenant", client.Tenant.ToString(), "--since", "2020-01-01")).ShouldFail("--all");
        (await Run("rescan", "--all", "--since", "yesterday")).ShouldFail("yesterday");
        (await Run("rescan", "--tenant", Guid.NewGuid().ToString(), "--since", "2020-01-01")).ShouldFail("tenant");
    }

    [Theory]
    [InlineData("0", 0L)]
    [InlineData("1024", 1024L)]
    [InlineData("10GB", 10737418240L)]
    [InlineData("10 GiB", 10737418240L)]
    [InlineData("1.5k", 1536L)]
    [InlineData("2tb", 2199023255552L)]
    [InlineData("9007199254740992", 9007199254740992L)]
    [InlineData("9007199254740993", null)]
    [InlineData("9PB", null)]
    [InlineData("ten", null)]
    [InlineData("", null)]
    [InlineData("1,000", null)]
    public void Sizes_are_read_as_people_write_them(string text, long? bytes) => ByteSize.Parse(text).ShouldBe(bytes);

    private TenantClient Client(string tenant, string key) => new(app, Id.Parse<TenantId>(tenant), key);

    private async Task<string> LineOf(string tenant, string key) => (await Run("key", "list", "--tenant", tenant)).ShouldSucceed()
        .Output.Split('\n').Single(line => line.Contains(key[..13], StringComparison.Ordinal));

    private async Task<Outcome> Run(params string[] arguments)
    {
        var (output, remarks) = (new StringWriter(), new StringWriter());
        var exitCode = await AdminCommand.Build(_ => app.Metadata).Parse(arguments).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = remarks, EnableDefaultExceptionHandler = false },
            TestContext.Current.CancellationToken);
        return new(exitCode, output.ToString(), remarks.ToString());
    }
}
