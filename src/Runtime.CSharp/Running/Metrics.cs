using System.Globalization;
using System.Text;
using Nano.Plan;
using Nano.Runtime.Protocols;

namespace Nano.Runtime.Running;

/// <summary>metrics.csv: a row for each epoch of a training, or for each labelling of a search.</summary>
public static class Metrics
{
    public static string Of(ExperimentPlan plan, ProtocolResult result)
    {
        var text = new StringBuilder();
        switch (result)
        {
            case VcDimensionResult vc:
                Header(text, ((VcDimensionPlan)plan.Protocol).Search.Network, plan);
                foreach (var level in vc.Levels)
                foreach (var finding in level.Findings)
                    Row(text, level.Points, finding);
                break;
            case BooleanResult gates:
                Header(text, ((BooleanPlan)plan.Protocol).Search.Network, plan);
                foreach (var finding in gates.Gates)
                    Row(text, finding.Targets.Length, finding);
                break;
            case AbundanceResult abundance:
                Abundance(text, (AbundancePlan)plan.Protocol, plan, abundance);
                break;
            case SurrogateResult surrogate:
                text.Append("epoch,training_nA,validation_nA\n");
                foreach (var epoch in surrogate.Profile)
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $"{epoch.Epoch},{epoch.Training:R},{epoch.Validation:R}\n"
                    );
                break;
            case AcquireResult acquired:
                text.Append("rows,lowest_nA,highest_nA,mean_nA,spread_nA\n");
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{acquired.Rows},{acquired.OutputRange.Low:R},{acquired.OutputRange.High:R},{acquired.Mean:R},{acquired.Spread:R}\n"
                );
                break;
            case CharacteriseResult characterised:
                CharacteriseMetrics.Write(text, characterised);
                break;
            default:
                throw new InvalidOperationException($"no metrics for a result of type {result.GetType().Name}");
        }
        return text.ToString();
    }

    private static void Abundance(
        StringBuilder text,
        AbundancePlan protocol,
        ExperimentPlan plan,
        AbundanceResult result
    )
    {
        text.Append("gate,settings,");
        foreach (var name in (string[])["present", "separable"])
            text.Append(CultureInfo.InvariantCulture, $"{name},{name}_share,{name}_low,{name}_high,");
        text.Append(
            "best_fitness,best_correlation,best_contrast,best_setting,both,device_only,surrogate_only,neither,"
        );
        text.Append("false_positives,false_positives_low,false_positives_high,");
        text.Append("false_negatives,false_negatives_low,false_negatives_high");
        foreach (var name in Networks.DnpuNetwork.Names(protocol.Network, plan.Devices))
            text.Append(CultureInfo.InvariantCulture, $",best_{name}_V");
        text.Append('\n');
        var controls = Networks.DnpuNetwork.Limits(protocol.Network, plan.Devices).Length;
        foreach (var gate in result.Gates)
        {
            text.Append(CultureInfo.InvariantCulture, $"{gate.Name},{result.Readable}");
            foreach (var part in (Fraction[])[gate.Present, gate.Separable])
                text.Append(CultureInfo.InvariantCulture, $",{part.Count},{Share(part)}");
            text.Append(
                gate.Best is { } best
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $",{best.Fitness:R},{best.Correlation:R},{best.Contrast:R},{best.Setting}"
                    )
                    : ",,,,"
            );
            text.Append(
                gate.Confusion is { } word
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $",{word.Both},{word.DeviceOnly},{word.SurrogateOnly},{word.Neither},{Share(word.FalsePositives)},{Share(word.FalseNegatives)}"
                    )
                    : ",,,,,,,,,,"
            );
            for (var control = 0; control < controls; control++)
                text.Append(CultureInfo.InvariantCulture, $",{gate.Best?.Controls[control]:R}");
            text.Append('\n');
        }
    }

    // A share of nothing is an empty cell.
    private static string Share(Fraction part) =>
        string.Create(CultureInfo.InvariantCulture, $"{part.Share:R},{part.Low:R},{part.High:R}");

    private static void Header(StringBuilder text, NetworkPlan network, ExperimentPlan plan)
    {
        text.Append(
            "points,labels,found,attempts,steps,refuted,accuracy,perceptron_accuracy,correlation,threshold_nA,inside_limits,"
                + "replay_accuracy,replay_correlation,replay_error_nA,replay_agrees"
        );
        foreach (var name in Networks.DnpuNetwork.Names(network, plan.Devices))
            text.Append(CultureInfo.InvariantCulture, $",{name}_V");
        text.Append('\n');
    }

    private static void Row(StringBuilder text, int points, Finding finding)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"{points},{finding.Name},{Word(finding.Found)},{finding.Attempts},{finding.Steps},{finding.Refuted},{finding.Accuracy:R},"
        );
        text.Append(
            CultureInfo.InvariantCulture,
            $"{finding.PerceptronAccuracy:R},{finding.Correlation:R},{finding.ThresholdNanoamperes:R},{Word(finding.InsideLimits)},"
        );
        text.Append(
            finding.Replay is { } replay
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{replay.Accuracy:R},{replay.Correlation:R},{replay.Error:R},{Word(replay.Agrees)}"
                )
                : ",,,"
        );
        foreach (var volts in finding.Controls)
            text.Append(CultureInfo.InvariantCulture, $",{volts:R}");
        text.Append('\n');
    }

    private static string Word(bool value) => value ? "true" : "false";
}
