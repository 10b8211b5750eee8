using System.Reflection;
using System.Text.RegularExpressions;
using FluidCloud.Core;
using FluidCloud.Local.Hosting;
using Microsoft.Extensions.Logging;
using Shouldly;

namespace FluidCloud.Tests.Rules;

/// <summary>What may be logged: events with an id of their own, made of ids, counts and reasons.</summary>
public sealed partial class LogEventTests
{
    private static IReadOnlyList<(MethodInfo Method, LoggerMessageAttribute Event)> Events { get; } =
    [
        .. from assembly in new[] { typeof(CoreServices).Assembly, typeof(LocalHost).Assembly }
           from type in assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
           where attribute is not null
           select (method, attribute),
    ];

    [Fact]
    public void An_event_id_means_one_thing()
    {
        Events.Count.ShouldBeGreaterThan(15);
        Events.GroupBy(one => one.Event.EventId).Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(one => $"{one.Method.DeclaringType!.Name}.{one.Method.Name}"))}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_logged_past_the_generated_methods() =>
        DependencyTests.Sources("FluidCloud.Core").Concat(DependencyTests.Sources("FluidCloud.Functions")).Concat(DependencyTests.Sources("FluidCloud.Local"))
            .Where(source => DirectCall().IsMatch(source.Text))
            .Select(source => source.Path).ShouldBeEmpty();

    [GeneratedRegex(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)?\((?!log,)")]
    private static partial Regex DirectCall();
}
