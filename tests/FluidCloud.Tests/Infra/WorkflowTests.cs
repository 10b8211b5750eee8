using System.Text.RegularExpressions;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Infra;

/// <summary>What GitHub runs is what was read: an action is named by its commit, and what a step calls is there.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, ".github");

    public static TheoryData<string> Workflows => [.. Directory.EnumerateFiles(Path.Combine(Folder, "workflows")).Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Workflows))]
    public void An_action_is_pinned_by_its_commit(string workflow)
    {
        var uses = Lines(workflow).Where(line => line.Contains("uses:", StringComparison.Ordinal)).ToList();

        uses.ShouldNotBeEmpty();
        uses.Where(line => !Pinned().IsMatch(line)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void No_workflow_holds_a_password_of_Azure_or_writes_where_it_need_not(string workflow)
    {
        var text = string.Join('\n', Lines(workflow));

        text.ShouldNotContain("AZURE_CREDENTIALS");
        text.ShouldNotContain("publish-profile");
        text.ShouldContain("\npermissions:\n  contents: read\n");
        Write().Matches(text).Select(match => match.Groups[1].Value).Distinct().Except(["id-token"]).ShouldBeEmpty();
    }

    [Fact]
    public void What_a_deployment_calls_is_there()
    {
        var scripts = Script().Matches(string.Join('\n', Lines("deploy.yml"))).Select(match => match.Value).Distinct().ToList();

        scripts.Count.ShouldBe(3);
        scripts.ShouldAllBe(script => File.Exists(Path.Combine(RepositoryRoot.Path, script)));
    }

    private static string[] Lines(string workflow) => File.ReadAllLines(Path.Combine(Folder, "workflows", workflow));

    [GeneratedRegex(@"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"^ +([\w-]+): write\b", RegexOptions.Multiline)]
    private static partial Regex Write();

    [GeneratedRegex(@"(infra|\.github)/\w+\.sh")]
    private static partial Regex Script();
}
