using System.Globalization;
using System.Text;

namespace FluidCloud.Core;

/// <summary>Invisible characters, and those of them that names must not contain.</summary>
internal static class Invisible
{
    /// <summary>Default_Ignorable_Code_Point (Unicode 16.0, DerivedCoreProperties.txt), as pairs of first and last.</summary>
    private static readonly int[] DefaultIgnorable =
    [
        0x00AD, 0x00AD, 0x034F, 0x034F, 0x061C, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180F, 0x200B, 0x200F,
        0x202A, 0x202E, 0x2060, 0x206F, 0x3164, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFEFF, 0xFFA0, 0xFFA0, 0xFFF0, 0xFFF8,
        0x1BCA0, 0x1BCA3, 0x1D173, 0x1D17A, 0xE0000, 0xE0FFF,
    ];

    /// <summary>The braille pattern blank: a symbol by category, but invisible.</summary>
    private const int BrailleBlank = 0x2800;

    public static bool Is(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value == BrailleBlank || IsDefaultIgnorable(rune);

    /// <summary>
    /// Whether names must not contain the character: controls, line ends, and format characters that hide differences or
    /// reorder text, so that <c>gpj.exe</c> would be displayed as <c>exe.jpg</c> (UAX #9). Visible format characters, such
    /// as the Arabic number sign, are allowed.
    /// </summary>
    public static bool MayNotBeWritten(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Format => IsDefaultIgnorable(rune) && !IsNeeded(rune),
        _ => false,
    };

    /// <summary>
    /// Whether scripts, emoji or common systems need the character in names: the soft hyphen, direction marks (which affect
    /// only adjacent text), the zero width space of Khmer and Thai, joiners, and the tags of flags.
    /// </summary>
    private static bool IsNeeded(Rune rune) => rune.Value is 0x00AD or 0x061C or 0x180E or (>= 0x200B and <= 0x200F) or (>= 0xE0020 and <= 0xE007F);

    private static bool IsDefaultIgnorable(Rune rune)
    {
        var index = Array.BinarySearch(DefaultIgnorable, rune.Value);
        // Between the first and the last of a pair, the next greater element is a last.
        return index >= 0 || (~index & 1) == 1;
    }
}
