using System.Globalization;

namespace FluidCloud.Local.Hosting;

/// <summary>
/// The part of NCRONTAB that this product's schedules use: second, minute and hour as <c>*</c>, <c>*/n</c> or a number;
/// day, month and weekday as <c>*</c>.
/// </summary>
public sealed class Ncrontab
{
    private readonly Func<int, bool>[] fields;

    private Ncrontab(Func<int, bool>[] fields) => this.fields = fields;

    /// <exception cref="FormatException">The schedule uses a feature of NCRONTAB that is not supported here.</exception>
    public static Ncrontab Parse(string schedule)
    {
        var parts = schedule.Split(' ');
        if (parts.Length != 6 || parts[3..] is not ["*", "*", "*"])
            throw new FormatException($"Schedule '{schedule}' is not of the form 'second minute hour * * *'.");
        return new([.. parts[..3].Select(Field)]);
    }

    /// <summary>The first moment after <paramref name="from"/> that matches, in whole seconds.</summary>
    public DateTimeOffset Next(DateTimeOffset from)
    {
        var next = new DateTimeOffset(from.Ticks - from.Ticks % TimeSpan.TicksPerSecond, from.Offset).AddSeconds(1);
        while (!fields[2](next.Hour))
            next = next.AddHours(1).AddMinutes(-next.Minute).AddSeconds(-next.Second);
        while (!fields[1](next.Minute) || !fields[0](next.Second) || !fields[2](next.Hour))
            next = next.AddSeconds(1);
        return next;
    }

    private static Func<int, bool> Field(string text)
    {
        if (text == "*")
            return _ => true;
        if (text.StartsWith("*/", StringComparison.Ordinal))
        {
            var step = int.Parse(text[2..], NumberStyles.None, CultureInfo.InvariantCulture);
            return value => value % step == 0;
        }
        var exact = int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        return value => value == exact;
    }
}
