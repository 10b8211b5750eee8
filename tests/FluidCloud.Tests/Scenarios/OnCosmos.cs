using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

// The same tests, with the metadata in Cosmos DB.
[OnCosmos] public sealed class AbortUploadOnCosmosTests(PartsApp app) : AbortUploadTests(app);
[OnCosmos] public sealed class AccessOnCosmosTests(LocalApp app) : AccessTests(app);
[OnCosmos] public sealed class AdminCommandOnCosmosTests(LocalApp app) : AdminCommandTests(app);
[OnCosmos] public sealed class ApiTableOnCosmosTests(LocalApp app) : ApiTableTests(app);
[OnCosmos] public sealed class BadInputOnCosmosTests(LocalApp app) : BadInputTests(app);
[OnCosmos] public sealed class BusyStoreOnCosmosTests(BusyApp app) : BusyStoreTests(app);
[OnCosmos] public sealed class CallMeteringOnCosmosTests(LocalApp app) : CallMeteringTests(app);
[OnCosmos] public sealed class CompatRateLimitOnCosmosTests(CompatRateLimitTests.TightApp app) : CompatRateLimitTests(app);
[OnCosmos] public sealed class DeletionOnCosmosTests(LocalApp app) : DeletionTests(app);
[OnCosmos] public sealed class FilesOnCosmosTests(LocalApp app) : FilesTests(app);
[OnCosmos] public sealed class FolderInvariantOnCosmosTests(LocalApp app) : FolderInvariantTests(app);
[OnCosmos] public sealed class FolderSweepOnCosmosTests(LocalApp app) : FolderSweepTests(app);
[OnCosmos] public sealed class FoldersOnCosmosTests(LocalApp app) : FoldersTests(app);
[OnCosmos] public sealed class HealthOnCosmosTests(HealthTests.WatchedApp app) : HealthTests(app);
[OnCosmos] public sealed class ImportFromThisMachineOnCosmosTests(LocalApp app) : ImportFromThisMachineTests(app);
[OnCosmos] public sealed class ImportUrlOnCosmosTests(ImportApp app) : ImportUrlTests(app);
[OnCosmos] public sealed class IsolationOnCosmosTests(LocalApp app) : IsolationTests(app);
[OnCosmos] public sealed class LogScanOnCosmosTests(LocalApp app) : LogScanTests(app);
[OnCosmos] public sealed class MeOnCosmosTests(LocalApp app) : MeTests(app);
[OnCosmos] public sealed class MetadataCallsOnCosmosTests(CountedApp app) : MetadataCallsTests(app);
[OnCosmos] public sealed class MultipartUploadOnCosmosTests(PartsApp app) : MultipartUploadTests(app);
[OnCosmos] public sealed class PagingOnCosmosTests(LocalApp app) : PagingTests(app);
[OnCosmos] public sealed class PartOrphanOnCosmosTests(PartsApp app) : PartOrphanTests(app);
[OnCosmos] public sealed class PatchFileOnCosmosTests(LocalApp app) : PatchFileTests(app);
[OnCosmos] public sealed class PoisonOnCosmosTests(StuckApp app) : PoisonTests(app);
[OnCosmos] public sealed class PreviewOnCosmosTests(PreviewApp app) : PreviewTests(app);
[OnCosmos] public sealed class ProofSnippetOnCosmosTests(LocalApp app) : ProofSnippetTests(app);
[OnCosmos] public sealed class RateLimitOnCosmosTests(RateLimitTests.LimitedApp app) : RateLimitTests(app);
[OnCosmos] public sealed class RawLinkOnCosmosTests(LocalApp app) : RawLinkTests(app);
[OnCosmos] public sealed class ReceiptsOnCosmosTests(LocalApp app) : ReceiptsTests(app);
[OnCosmos] public sealed class RetentionOnCosmosTests(LocalApp app) : RetentionTests(app);
[OnCosmos] public sealed class ScanningOnCosmosTests(ScannedApp app, ClamAvFixture clamAv) : ScanningTests(app, clamAv);
[OnCosmos] public sealed class SharesOnCosmosTests(LocalApp app) : SharesTests(app);
[OnCosmos] public sealed class SpacesOnCosmosTests(LocalApp app) : SpacesTests(app);
[OnCosmos] public sealed class SweeppeaOnCosmosTests(StuckApp app) : SweeppeaTests(app);
[OnCosmos] public sealed class SwiftiaOnCosmosTests(StuckApp app) : SwiftiaTests(app);
[OnCosmos] public sealed class TelemetryOnCosmosTests(LocalApp app) : TelemetryTests(app);
[OnCosmos] public sealed class UpkeepMetricsOnCosmosTests(StuckApp app) : UpkeepMetricsTests(app);
[OnCosmos] public sealed class UploadOnCosmosTests(LocalApp app) : UploadTests(app);

public sealed class OnCosmosTests
{
    [Fact]
    public void Every_class_of_scenarios_runs_on_Cosmos_DB_too()
    {
        var types = typeof(OnCosmosTests).Assembly.GetTypes();
        var scenarios = types.Where(type => type.Namespace == typeof(OnCosmosTests).Namespace && !type.IsDefined(typeof(OnCosmosAttribute), inherit: false)
            && type.GetInterfaces().Any(fixture => fixture.IsGenericType && fixture.GenericTypeArguments[0].IsAssignableTo(typeof(LocalApp))));
        scenarios.Except(types.Where(type => type.IsDefined(typeof(OnCosmosAttribute), inherit: false)).Select(type => type.BaseType!))
            .ShouldBeEmpty("a class that is not sealed, and a line in OnCosmos.cs, are all it takes");
    }
}
