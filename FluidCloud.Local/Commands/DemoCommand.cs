using System.CommandLine;

namespace FluidCloud.Local.Commands;

internal static class DemoCommand
{
    public static Command Build() => new("demo", "The main job on real files.");
}
