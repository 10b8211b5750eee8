using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>
/// Runs after all that runs in parallel, which is every other test. Until then every application has logged at Trace, and
/// its log was searched when its tests were done.
/// </summary>
[CollectionDefinition(nameof(LogsOfTheRunTests), DisableParallelization = true), Collection(nameof(LogsOfTheRunTests))]
public sealed class LogsOfTheRunTests
{
    [Fact]
    public void No_scenario_has_logged_a_key_a_token_a_signature_or_a_name() => Confidential.Leaks.Take(5).ShouldBeEmpty();
}
