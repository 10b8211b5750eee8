using System.Security.Cryptography;
using FluidCloud.Core.ErasureLog;

namespace FluidCloud.Core.Receipts;

/// <summary>Verifies offline that a <c>.tlog-proof</c> proves its receipt to be in a log that the policy trusts.</summary>
public static class VerifyProof
{
    /// <exception cref="VerdictException">The receipt is not proven; the message says why.</exception>
    public static ProvenErasure Run(byte[] proofFile, LogPolicy policy)
    {
        var proof = VerdictException.Reading("The proof", LogProof.Parse, proofFile);
        var trusted = CheckNote.Run(proof.Checkpoint, policy);
        var checkpoint = trusted.Checkpoint;
        if (!TreeHash.Includes(checkpoint.Root, checkpoint.Size, proof.Index, TreeHash.Leaf(proof.Extra), proof.Path))
            throw new VerdictException(Verdict.False, "The path does not lead from the receipt to the root of the checkpoint.");
        var receipt = VerdictException.Reading("The receipt", ReceiptText.Parse, proof.Extra);
        return new(receipt, proof.Index, trusted);
    }

    /// <summary>Verifies that the erased bytes were those of a copy.</summary>
    /// <exception cref="VerdictException">They were not, or the receipt has no SHA-256.</exception>
    public static async Task Match(ReceiptText receipt, Stream copy, CancellationToken cancel)
    {
        if (receipt.Subject != ReceiptSubject.File)
            throw new VerdictException(Verdict.False, "The receipt is not of a file: it counts what was erased, and does not say which bytes.");
        if (receipt.Sha256 is null)
            throw new VerdictException(Verdict.False, "The receipt does not say which bytes the file had: it was erased before they were scanned.");
        if (Convert.ToHexStringLower(await SHA256.HashDataAsync(copy, cancel)) != receipt.Sha256)
            throw new VerdictException(Verdict.False, "The file that was erased had other bytes than this copy.");
    }
}

public sealed record ProvenErasure(ReceiptText Receipt, long Index, TrustedCheckpoint Log);
