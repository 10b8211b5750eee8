using System.Globalization;

namespace FluidCloud.Converter;

/// <summary>
/// The command line of the converter: <c>FORMAT SIZE EDGE PIXELS MEMORY SECONDS</c>. It reads SIZE bytes of the image from
/// standard input, which then stays open; when it closes, the parent process has ended. The JPEG goes to standard output. If
/// there is none, the reason goes to standard error, with <see cref="Refused"/>. The working directory is an empty folder named
/// <c>fluidcloud-preview-...</c>, the only place for files; the parent deletes it.
/// </summary>
/// <param name="Format">A folder of <c>policy/</c>.</param>
/// <param name="Size">The size of the image in bytes.</param>
/// <param name="LongestEdge">The longest edge of the JPEG in pixels.</param>
/// <param name="MaxPixels">The maximum width times height of the image.</param>
/// <param name="MaxMemory">Additional address space in bytes, beyond what the process has at its start.</param>
/// <param name="Seconds">The maximum processor time in seconds.</param>
public sealed record ConverterArguments(string Format, int Size, int LongestEdge, long MaxPixels, long MaxMemory, int Seconds)
{
    /// <summary>The exit code that says: standard error is meant for the caller. Any other but 0 is a crash.</summary>
    public const int Refused = 3;

    public IReadOnlyList<string> ToTexts() =>
        [Format, .. new[] { Size, LongestEdge, MaxPixels, MaxMemory, Seconds }.Select(number => number.ToString(CultureInfo.InvariantCulture))];

    public static ConverterArguments Parse(IReadOnlyList<string> texts) => new(
        texts[0], Number<int>(texts[1]), Number<int>(texts[2]), Number<long>(texts[3]), Number<long>(texts[4]), Number<int>(texts[5]));

    private static T Number<T>(string text) where T : IParsable<T> => T.Parse(text, CultureInfo.InvariantCulture);
}
