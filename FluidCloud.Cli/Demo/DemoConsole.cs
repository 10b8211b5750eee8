using System.Diagnostics;
using System.Globalization;
using System.Text;
using Spectre.Console;

namespace FluidCloud.Cli.Demo;

/// <summary>What the demo shows: progress bars on a terminal, plain lines where the output goes elsewhere.</summary>
internal static class DemoConsole
{
    private static readonly bool Plain = Console.IsOutputRedirected;

    public static void Line(string text)
    {
        // Not through Spectre where nobody looks: it would break lines at 80 characters.
        if (Plain)
            Console.WriteLine(Printable(text));
        else
            AnsiConsole.WriteLine(Printable(text));
    }

    /// <summary>The figures of a step that is over.</summary>
    public static void Figures(string step, long files, long bytes, long startedAt)
    {
        var seconds = Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
        Line($"{step,-10} {files,9:N0} files  {Size(bytes),10}  {seconds,7:N1} s  {files / Math.Max(seconds, 0.001),7:N0} files/s");
    }

    /// <summary>Names of files, as far as a screen has room for them.</summary>
    public static void Names(string title, IReadOnlyList<string> names)
    {
        const int Most = 10;
        if (names.Count == 0)
            return;
        Line($"{title}: {names.Count:N0}");
        foreach (var name in names.Take(Most))
            Line("  " + name);
        if (names.Count > Most)
            Line($"  and {names.Count - Most:N0} more");
    }

    /// <summary>Shows a step while it runs.</summary>
    public static Task<T> Follow<T>(string step, long total, Func<DemoProgress, Task<T>> run) =>
        Plain
            ? run(new DemoProgress(step, total, bar: null))
            : AnsiConsole.Progress().AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
                .StartAsync(context => run(new DemoProgress(step, total, context.AddTask(step, maxValue: Math.Max(total, 1)))));

    public static string Size(long bytes) => bytes switch
    {
        < 10_000 => $"{bytes:N0} B",
        < 10_000_000 => $"{bytes / 1e3:N0} kB",
        _ => $"{bytes / 1e6:N1} MB",
    };

    /// <summary>A file's name may hold anything, also what moves the cursor or turns the text around.</summary>
    private static string Printable(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format ? new Rune('?') : rune));
}

/// <summary>How far a step is.</summary>
/// <param name="bar">null prints a line now and then.</param>
internal sealed class DemoProgress(string step, long total, ProgressTask? bar)
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);

    private readonly Lock showing = new();
    private long done;
    private long shownAt = Stopwatch.GetTimestamp();

    public void Advance() => Show(Interlocked.Increment(ref done));

    public void Show(long filesDone)
    {
        var text = $"{step}: {filesDone:N0} of {total:N0} files";
        lock (showing)
        {
            if (bar is not null)
            {
                bar.Value = Math.Max(bar.Value, filesDone);
                bar.Description = text;
            }
            else if (Stopwatch.GetElapsedTime(shownAt) >= LineEvery)
            {
                shownAt = Stopwatch.GetTimestamp();
                DemoConsole.Line(text);
            }
        }
    }
}
