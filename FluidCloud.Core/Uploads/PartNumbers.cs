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
        CheckEach(given, count, "parts");
        if (given.Count < count)
            throw Errors.Invalid("parts", $"part {Enumerable.Range(1, count).Except(given).First()} is missing");
    }

    /// <exception cref="FluidCloudException">422 unless each number is one of the upload's parts, and is there once.</exception>
    public static void CheckEach(IReadOnlyList<int> numbers, int count, string field)
    {
        var seen = new HashSet<int>();
        foreach (var number in numbers)
        {
            if (number < 1 || number > count)
                throw Errors.Invalid(field, $"a part's number must be 1 to {count}, not {number}");
            if (!seen.Add(number))
                throw Errors.Invalid(field, $"part {number} is listed twice");
        }
    }
}
