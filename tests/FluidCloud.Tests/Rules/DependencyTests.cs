using System.Text.RegularExpressions;
using FluidCloud.Core;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Rules;

/// <summary>Dependencies point one way: Functions and Local to Core; inside Core, features to ports; adapters implement ports.</summary>
public sealed partial class DependencyTests
{
    private static readonly string Root = RepositoryRoot.Path;

    internal static IEnumerable<(string Path, string Text)> Sources(string folder) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Root, file).Replace('\\', '/')
        where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal)
        select (path, File.ReadAllText(file));

    [Fact]
    public void Core_knows_nothing_of_HTTP_and_of_its_hosts() =>
        typeof(CoreServices).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name)
            .ShouldNotContain(name => name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                || name.StartsWith("FluidCloud", StringComparison.Ordinal) || name.StartsWith("Microsoft.Azure.Functions", StringComparison.Ordinal));

    [Fact]
    public void Only_the_adapters_name_Azure()
    {
        var core = Sources("FluidCloud.Core").ToList();
        core.Count.ShouldBeGreaterThan(50);
        core.Where(source => !source.Path.StartsWith("FluidCloud.Adapters/", StringComparison.Ordinal))
            .Where(source => AzureType().IsMatch(source.Text) || source.Text.Contains("FluidCloud.Core.Adapters", StringComparison.Ordinal))
            .Select(source => source.Path).ShouldBeEmpty();
    }

    [Fact]
    public void The_ports_do_not_depend_on_features()
    {
        foreach (var port in new[] { "Metadata", "Jobs" })
        {
            Sources($"FluidCloud.Core/{port}")
                .Where(source => FeatureUsing().IsMatch(source.Text))
                .Select(source => source.Path).ShouldBeEmpty();
        }
    }

    [Fact]
    public void No_folder_or_class_is_called_after_nothing() =>
        Sources("FluidCloud.Core").Concat(Sources("FluidCloud.Functions")).Concat(Sources("FluidCloud.Local"))
            .Where(source => Nondescript().IsMatch(source.Path))
            .Select(source => source.Path).ShouldBeEmpty();

    [GeneratedRegex(@"^using (Azure\.|Microsoft\.Azure\.)", RegexOptions.Multiline)]
    private static partial Regex AzureType();

    [GeneratedRegex(@"^using FluidCloud\.Core\.(Access|Spaces|Folders|Files|Uploads|Imports|Shares|Trash|Quota|Scanning|Previews|Maintenance)", RegexOptions.Multiline)]
    private static partial Regex FeatureUsing();

    [GeneratedRegex(@"(Helper|Helpers|Utils|Util|Common|Manager|Service)(\.cs|/)")]
    private static partial Regex Nondescript();
}
