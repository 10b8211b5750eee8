using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using ArchUnitNET.xUnitV3;
using FluidCloud.Core;
using FluidCloud.Tests.Hosting;
using Shouldly;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace FluidCloud.Tests.Rules;

/// <summary>Dependencies point one way (docs/architecture.md): hosts to functions to adapters to Core, and inside Core from room to room without a cycle.</summary>
public sealed partial class DependencyTests
{
    private static readonly string Root = RepositoryRoot.Path;
    private static readonly Architecture Core = new ArchLoader().LoadAssembly(typeof(CoreServices).Assembly).Build();

    private static readonly string[] Projects =
        ["FluidCloud.Core", "FluidCloud.Adapters", "FluidCloud.Functions", "FluidCloud.Local"];
    private static readonly string[] Forbidden = ["FluidCloud", "Microsoft.AspNetCore", "Azure", "Microsoft.Azure"];

    internal static IEnumerable<(string Path, string Text)> Sources(string folder) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Root, file).Replace('\\', '/')
        where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
        select (path, File.ReadAllText(file));

    [Fact]
    public void Core_references_no_host_no_HTTP_and_no_Azure() =>
        typeof(CoreServices).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!)
            .Where(name => Forbidden.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))).ShouldBeEmpty();

    [Fact]
    public void The_rooms_of_Core_form_no_cycle() =>
        SliceRuleDefinition.Slices().Matching("FluidCloud.Core.(*)").Should().BeFreeOfCycles().Check(Core);

    /// <remarks>The ports and the bottom rooms: what they use is listed, so that nothing creeps in.</remarks>
    [Theory]
    [InlineData("Metadata")]
    [InlineData("Blobs")]
    [InlineData("Telemetry")]
    [InlineData("Tombstones")]
    [InlineData("Jobs", "Metadata", "Tombstones")]
    [InlineData("Maintenance", "Metadata", "Telemetry")]
    [InlineData("Counters", "Metadata")]
    public void A_bottom_room_uses_only_rooms_below_it(string room, params string[] below)
    {
        var allowed = string.Join('|', below.Prepend(room).Select(name => $@"FluidCloud\.Core\.{name}"));
        Types().That().ResideInNamespace($"FluidCloud.Core.{room}")
            .Should().OnlyDependOn(Types().That().ResideInNamespaceMatching($"^({allowed}|FluidCloud\\.Core)$")
                .Or().DoNotResideInNamespaceMatching(@"^FluidCloud\."))
            .Check(Core);
    }

    [Fact]
    public void No_folder_or_class_is_called_after_nothing() =>
        Projects.SelectMany(Sources)
            .Where(source => Nondescript().IsMatch(source.Path))
            .Select(source => source.Path).ShouldBeEmpty();

    [GeneratedRegex(@"(Helper|Helpers|Utils|Util|Common|Manager|Service)(\.cs|/)")]
    private static partial Regex Nondescript();
}
