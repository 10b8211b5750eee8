using System.Globalization;

namespace FluidCloud.Converter;

/// <summary>
/// How the converter is started: <c>FORMAT SIZE EDGE PIXELS MEMORY SECONDS</c>. The image comes on standard input, SIZE bytes of
/// it, and the input then stays open: its end is the end of the process that started this one. The JPEG goes to standard
/// output; the reason why there is none to standard error, with <see cref="Refused"/>. The working directory is an empty folder
/// named <c>fluidcloud-preview-...</c>, the only place where files may be made; who starts the process removes it.
/// </summary>
/// <param name="Format">A folder of <c>policy/</c>.</param>
/// <param name="Size">Of the image, in bytes.</param>
/// <param name="LongestEdge">Of the JPEG, in pixels.</param>
/// <param name="MaxPixels">Of the image that is decoded, width times height.</param>
/// <param name="MaxMemory">Address space beyond what the process has at its start, in bytes.</param>
/// <param name="Seconds">Of processor time.</param>
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
