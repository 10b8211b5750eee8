using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FluidCloud.Converter;

/// <summary>What the operating system holds this process to, set by the process itself before it looks at a byte of the image.</summary>
internal static class ProcessLimits
{
    /// <remarks>On Linux. Elsewhere ImageMagick's own limits and the time limit of the parent remain.</remarks>
    public static void Set(ConverterArguments arguments)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var self = Process.GetCurrentProcess();
        Limit(AddressSpace, (ulong)(self.VirtualMemorySize64 + arguments.MaxMemory));
        Limit(ProcessorSeconds, (ulong)arguments.Seconds + 1);
        // libheif reads files only, so ImageMagick writes it one.
        Limit(FileSize, (ulong)arguments.Size);
        Limit(CoreFile, 0);
    }

    /// <summary>Kills this process when the input ends: then its parent has ended, however it did.</summary>
    public static void EndWith(Stream input) => new Thread(() =>
    {
        while (input.ReadByte() >= 0) { }
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }) { IsBackground = true }.Start();

    // setrlimit(2): numbers of Linux.
    private const int ProcessorSeconds = 0;
    private const int FileSize = 1;
    private const int CoreFile = 4;
    private const int AddressSpace = 9;

    private static void Limit(int resource, ulong value)
    {
        var limit = new ResourceLimit(value, value);
        if (SetLimit(resource, in limit) != 0)
            throw new InvalidOperationException($"Limit {resource} could not be set: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    private readonly record struct ResourceLimit(ulong Soft, ulong Hard);

    [DllImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static extern int SetLimit(int resource, in ResourceLimit limit);
}
