using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CliWrap;
using FluidCloud.Converter;
using FluidCloud.Core.MediaTypes;
using FluidCloud.Core.Previews;

namespace FluidCloud.Adapters.Pictures;

/// <summary>
/// Converts images in a child process, FluidCloud.Converter, which is deployed with the application, so that a crash, a hang
/// or exhausted memory does not affect this process. Bytes pass through pipes. The child ends when its input closes, so it
/// never outlives this process.
/// </summary>
/// <param name="command">The program and its first arguments, before those of <see cref="ConverterArguments"/>.</param>
public sealed class PictureConverter(PreviewLimits limits, IReadOnlyList<string> command) : IPreviewConverter
{
    /// <summary>The largest JPEG accepted from the child, in bytes: more than four million pixels need.</summary>
    private const int LargestCopy = 16 * 1024 * 1024;

    private const int LongestReason = 4096;

    /// <summary>Heap of the child's runtime in bytes, besides the image, which it holds as one array.</summary>
    private const long RuntimeHeap = 64 * 1024 * 1024;

    private static readonly string Assembly = Path.Combine(AppContext.BaseDirectory, "FluidCloud.Converter.dll");
    private static readonly string RuntimeConfig = Path.ChangeExtension(Assembly, ".runtimeconfig.json");

    /// <summary>
    /// Runs the converter with this process's <c>dotnet</c> and dependency file, which locates the native libraries however
    /// the host was published.
    /// </summary>
    public PictureConverter(PreviewLimits limits) : this(limits, [DotNet, "exec", "--depsfile", DepsFile, "--runtimeconfig", RuntimeConfig, Assembly]) { }

    public string? Missing => command.Where(Path.IsPathRooted).All(File.Exists) ? null : "the converter is not installed on this server";

    public async Task<byte[]> Convert(ImageFormat format, Stream image, long size, CancellationToken cancel)
    {
        var arguments = new ConverterArguments(
            format.ToString(), checked((int)size), PreviewLimits.LongestEdge, limits.MaxPixels, limits.MaxMemory, (int)Math.Ceiling(limits.TimeLimit.TotalSeconds));
        using var folder = ConversionFolder.Create();
        var (jpeg, errors) = (new MemoryStream(), new MemoryStream());
        var result = await Cli.Wrap(command[0])
            .WithArguments([.. command.Skip(1), .. arguments.ToTexts()])
            .WithWorkingDirectory(folder.Path)
            .WithEnvironmentVariables(Surroundings(size))
            .WithStandardInputPipe(PipeSource.Create((input, end) => Send(image, input, end)))
            .WithStandardOutputPipe(PipeTarget.Create((output, end) => Keep(output, jpeg, LargestCopy, end)))
            .WithStandardErrorPipe(PipeTarget.Create((output, end) => Keep(output, errors, LongestReason, end)))
            .WithValidation(CommandResultValidation.None)
            .ExecuteAsync(cancel);
        if (result.ExitCode != 0)
            throw Failure(result.ExitCode, Encoding.UTF8.GetString(errors.ToArray()));
        return Checked(jpeg.ToArray());
    }

    /// <summary>The child's environment, without this process's variables.</summary>
    private static Dictionary<string, string?> Surroundings(long size)
    {
        var surroundings = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, _ => (string?)null);
        if (OperatingSystem.IsWindows())
            surroundings.Remove("SystemRoot"); // Kept: without it no program starts.
        surroundings["DOTNET_GCHeapHardLimit"] = (size + RuntimeHeap).ToString("x", CultureInfo.InvariantCulture);
        // Otherwise a killed child leaves its debugger sockets behind.
        surroundings["DOTNET_EnableDiagnostics"] = "0";
        surroundings["DOTNET_TieredPGO"] = "0";
        return surroundings;
    }

    /// <summary>Sends the image, then holds the pipe open. Cancelled when the child has ended.</summary>
    private static async Task Send(Stream image, Stream input, CancellationToken end)
    {
        try
        {
            await image.CopyToAsync(input, end);
            await input.FlushAsync(end);
        }
        catch (IOException)
        {
            return; // The child has closed its end: its exit code says why.
        }
        await Task.Delay(Timeout.Infinite, end);
    }

    /// <summary>
    /// Reads everything, because a full pipe would block the child, and keeps the first <paramref name="most"/> bytes.
    /// </summary>
    private static async Task Keep(Stream output, MemoryStream kept, int most, CancellationToken end)
    {
        var buffer = new byte[81920];
        for (int read; (read = await output.ReadAsync(buffer, end)) > 0;)
            kept.Write(buffer, 0, (int)Math.Min(read, most + 1 - kept.Length));
    }

    private static NoPreviewException Failure(int exitCode, string errors)
    {
        var reason = exitCode == ConverterArguments.Refused ? errors.Split('\n')[0] : "the image can't be read, or takes too much to read";
        return new(reason, new IOException($"exit code {exitCode}: {errors}"));
    }

    /// <summary>Validates the child's output before it is served, because the input was untrusted.</summary>
    private static byte[] Checked(byte[] jpeg) =>
        jpeg.Length <= LargestCopy && JpegSize.Of(jpeg) is { } size && Math.Max(size.Width, size.Height) <= PreviewLimits.LongestEdge
            ? jpeg
            : throw new InvalidDataException("The converter's output is not the requested JPEG.");

    /// <summary>The application's file, which precedes those of the shared frameworks.</summary>
    private static string DepsFile => ((string)AppContext.GetData("APP_CONTEXT_DEPS_FILES")!).Split(';')[0];

    /// <summary>Beside the shared frameworks: <c>{dotnet}/shared/Microsoft.NETCore.App/{version}/</c>.</summary>
    private static string DotNet => Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
}
