namespace FluidCloud.Core.Uploads;

/// <summary>The part numbers that a caller sends with a completion.</summary>
internal static class PartNumbers
{
    /// <param name="given">null when none were sent: storage knows what it has.</param>
    /// <exception cref="FluidCloudException">422 unless each part of the upload is there once.</exception>
    public static void Check(IReadOnlyList<int>? given, Upload upload)
    {
        if (given is null)
            return;
        var count = upload.Parts?.Count ?? 1;
        var seen = new HashSet<int>();
        foreach (var number in given)
        {
            if (number < 1 || number > count)
                throw Errors.Invalid("parts", $"part_number must be 1 to {count}, not {number}");
            if (!seen.Add(number))
                throw Errors.Invalid("parts", $"part {number} is listed twice");
        }
        if (seen.Count < count)
            throw Errors.Invalid("parts", $"part {Enumerable.Range(1, count).First(number => !seen.Contains(number))} is missing");
    }
}
