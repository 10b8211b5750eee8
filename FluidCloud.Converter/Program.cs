using System.Text;
using ImageMagick;

namespace FluidCloud.Converter;

/// <summary>Makes a JPEG of one image that nobody vouches for, in a process that may crash: see <see cref="ConverterArguments"/>.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] texts)
    {
        var arguments = ConverterArguments.Parse(texts);
        var input = Console.OpenStandardInput();
        var image = new byte[arguments.Size];
        await input.ReadExactlyAsync(image);
        ProcessLimits.EndWith(input);
        ProcessLimits.Set(arguments);
        try
        {
            var jpeg = ConvertImage.Run(arguments, image);
            await Console.OpenStandardOutput().WriteAsync(jpeg);
            return 0;
        }
        catch (Exception e) when (e is MagickException or RefusedException)
        {
            var reason = e is RefusedException ? e.Message : "the image can't be read, or takes too much to read";
            await Console.OpenStandardError().WriteAsync(Encoding.UTF8.GetBytes($"{reason}\n{e}"));
            return ConverterArguments.Refused;
        }
    }
}

/// <summary>No JPEG can be made. <see cref="Exception.Message"/> is meant for the caller.</summary>
internal sealed class RefusedException(string reason) : Exception(reason);
