namespace FluidCloud.Core.Uploads;

/// <summary>Validates the part numbers that a caller sends.</summary>
internal static class PartNumbers
{
    /// <param name="given">null when none were sent: storage is queried instead.</param>
    /// <exception cref="FluidCloudException">422 unless each part of the upload is listed once.</exception>
    public static void Check(IReadOnlyList<int>? given, Upload upload)
    {
        if (given is null)
            return;
        var count = upload.Parts?.Count ?? 1;
        CheckEach(given, count, "parts");
        if (given.Count < count)
            throw Errors.Invalid("parts", $"part {Enumerable.Range(1, count).Except(given).First()} is missing");
    }

    /// <exception cref="FluidCloudException">422 unless each number is a part of the upload and is listed once.</exception>
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
