using System.Globalization;
using System.Text.Json;
using FluidCloud.Core.Metadata;
using Microsoft.Azure.Cosmos;

namespace FluidCloud.Adapters.Cosmos;

/// <summary>
/// A patch as partial updates. One takes at most 10 operations, so a longer patch becomes several steps of the same batch:
/// https://learn.microsoft.com/azure/cosmos-db/partial-document-update-faq
/// </summary>
internal static class CosmosPatch
{
    private const int MaxOperations = 10;

    /// <summary>Only the first step has the condition, which applies to the document before the patch.</summary>
    public static IReadOnlyList<(IReadOnlyList<PatchOperation> Operations, string? Condition)> Steps(PatchChange patch, string marker)
    {
        IEnumerable<PatchOperation> operations =
        [
            .. patch.Increments.Select(increment => PatchOperation.Increment("/" + increment.Key, increment.Value)),
            .. patch.Sets.Select(set => PatchOperation.Set("/" + set.Key, set.Value)),
            PatchOperation.Set("/" + CosmosDocument.PatchedBy, marker),
        ];
        return
        [
            .. operations.Chunk(MaxOperations)
                .Select((step, number) => ((IReadOnlyList<PatchOperation>)step, number == 0 ? Predicate(patch.Condition) : null)),
        ];
    }

    private static string? Predicate(PatchCondition? condition) => condition switch
    {
        null => null,
        PatchCondition.SumAtMost sum =>
            $"FROM c WHERE {string.Join(" + ", sum.Fields.Select(CosmosQuery.Field))} <= {sum.Limit.ToString(CultureInfo.InvariantCulture)}",
        PatchCondition.FieldEquals equals => $"FROM c WHERE {CosmosQuery.Field(equals.Field)} = {Literal(equals.Value)}",
        _ => throw new ArgumentException($"Unknown condition {condition.GetType().Name}.", nameof(condition)),
    };

    /// <summary>
    /// A predicate takes no parameters. A JSON string is a string literal of the query language, with the same escapes:
    /// https://learn.microsoft.com/azure/cosmos-db/nosql/query/constants
    /// </summary>
    private static string Literal(string value) => JsonSerializer.Serialize(value);
}
