using System.CommandLine;
using FluidCloud.Bench;
using FluidCloud.Bench.Hosting;

var root = new RootCommand("Benchmarks of FluidCloud. Each prints ratios against a floor that it measures in the same run; none asserts a time.");
root.Subcommands.Add(PurgeCommand.Build());
root.Subcommands.Add(ChaosCommand.Build());
root.Subcommands.Add(ListingCommand.Build());
root.Subcommands.Add(RawLinkCommand.Build());
root.Subcommands.Add(LogCommand.Build());
root.Subcommands.Add(HostCommand.Build());
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
