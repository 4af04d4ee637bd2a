using Nano.Plan;

namespace Nano.Runtime.Protocols;

/// <summary>Runs the protocol of a plan.</summary>
public static class ProtocolRun
{
    public static ProtocolResult Of(RunContext context) =>
        context.Plan.Protocol switch
        {
            VcDimensionPlan plan => VcDimension.Run(context, plan),
            BooleanPlan plan => BooleanGates.Run(context, plan),
            AbundancePlan plan => Abundance.Run(context, plan),
            AcquirePlan plan => Acquisition.Run(context, plan),
            SurrogateTrainingPlan plan => SurrogateRun.Run(context, plan),
            CharacterisePlan plan => Characterisation.Run(context, plan),
            _ => throw new InvalidOperationException(
                $"no procedure for a protocol of type {context.Plan.Protocol.GetType().Name}"
            ),
        };
}
