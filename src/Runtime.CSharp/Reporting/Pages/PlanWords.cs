using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Devices;
using Nano.Runtime.Reporting.Plots;

namespace Nano.Runtime.Reporting.Pages;

/// <summary>The plan in words: settings, provenance, and how to do it again.</summary>
public static class PlanWords
{
    /// <summary>"on the surrogate" or "on the instrument": where the search ran.</summary>
    public static string Where(SearchPlan search) =>
        search.SearchOn == SearchPlace.Surrogate ? "on the surrogate" : "on the instrument";

    /// <summary>The last sections of every report.</summary>
    public static IEnumerable<ReportSection> Sections(ReportInput input)
    {
        yield return new ReportSection("Settings", [Table("", Settings(input.Plan))]);
        yield return new ReportSection(
            "Provenance",
            [
                Table(
                    "",
                    [
                        ("identity", input.Facts.Identity),
                        ("seed", $"{input.Plan.Seed}"),
                        ("version of procedures", $"{input.Plan.Version}"),
                        ("duration", Words.Duration(input.Facts.Seconds)),
                        .. input.Facts.Provenance,
                    ]
                ),
            ]
        );
        var folder = $"out/{input.Plan.Name}/{input.Facts.Identity}";
        yield return new ReportSection(
            "How to reproduce",
            [
                new ParagraphBlock(
                    "plan.json beside this page holds every setting and the seed. The same plan gives the same numbers, bit for "
                        + "bit, for any number of threads. Run it into another folder, then compare:"
                ),
                new CodeBlock(
                    $"./nano run {Quoted(folder + "/plan.json")} --out again\n"
                        + $"cmp {Quoted(folder + "/result.json")} "
                        + Quoted($"again/{input.Plan.Name}/{input.Facts.Identity}/result.json")
                ),
            ]
        );
    }

    /// <summary>Safe for a POSIX shell whatever the experiment is called.</summary>
    public static string Quoted(string text) =>
        text.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '/' or '.' or '-' or '_')
            ? text
            : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private static List<(string, string)> Settings(ExperimentPlan plan)
    {
        var rows = new List<(string, string)>();
        foreach (var device in plan.Devices)
        {
            rows.Add(
                (
                    $"device {device.Name}",
                    $"{Physics(device.Physics)}; inputs {Electrodes(device, device.Inputs)}, controls "
                        + $"{Electrodes(device, device.Controls)}, readout e{device.Readout}"
                )
            );
            rows.Add(
                (
                    $"surrogate of {device.Name}",
                    device.Surrogate switch
                    {
                        SurrogateFilePlan { File: var file } => $"{file.Name} (SHA-256 {file.Sha256})",
                        NoSurrogatePlan => "none: the device itself is evaluated",
                        _ => throw Unknown(device.Surrogate),
                    }
                )
            );
        }
        rows.Add(("instrument", Instrument(plan.Instrument)));
        Protocol(rows, plan.Protocol);
        return rows;
    }

    private static void Protocol(List<(string, string)> rows, ProtocolPlan protocol)
    {
        switch (protocol)
        {
            case VcDimensionPlan capacity:
                rows.Add(("protocol", $"vc-dimension, N = {capacity.From} to {capacity.To}"));
                rows.Add(
                    ("found when", $"at least 1 − {NumberText.Setting(capacity.Threshold)}/N of the points are right")
                );
                Search(rows, capacity.Search);
                break;
            case BooleanPlan boolean:
                rows.Add(("protocol", $"boolean, {Words.Plural(boolean.Gates.Length, "gate", "gates")}"));
                rows.Add(("found when", $"at least {Words.Percent(boolean.Threshold)} of the points are right"));
                Search(rows, boolean.Search);
                break;
            case AbundancePlan abundance:
                rows.Add(("protocol", $"abundance, {Words.Plural(abundance.Gates.Length, "gate", "gates")}"));
                rows.Add(("network", Network(abundance.Network)));
                rows.Add(("settings", $"{NumberText.Count(abundance.Samples)}, uniform inside the control limits"));
                rows.Add(
                    (
                        "there when",
                        $"correlation above {NumberText.Setting(abundance.Correlation)} and contrast above "
                            + NumberText.Setting(abundance.Contrast)
                    )
                );
                rows.Add(
                    (
                        "reading",
                        $"on the instrument, mean of {Words.Plural(abundance.Plateau, "sample", "samples")} for each point"
                    )
                );
                break;
            case AcquirePlan acquire:
                rows.Add(("protocol", "acquire"));
                Sampling(rows, acquire.Sampling);
                break;
            case SurrogateTrainingPlan training:
                rows.Add(("protocol", "surrogate"));
                Data(rows, training.Data);
                rows.Add(("hidden layers", $"{string.Join("-", training.Hidden)}, {training.Activation}"));
                rows.Add(
                    (
                        "training",
                        $"{training.Epochs} epochs, batches of {training.Batch}, Adam with rate {NumberText.Setting(training.Rate)}"
                    )
                );
                rows.Add(("loss", Loss(training.Loss)));
                rows.Add(("amplification", $"{NumberText.Setting(training.Amplification)} nA/V"));
                rows.Add(
                    (
                        "training, validation, test",
                        string.Join(" + ", training.Splits.Select(part => Words.Percent(part)))
                    )
                );
                break;
            case CharacterisePlan characterise:
                rows.AddRange(CharacteriseWords.Settings(characterise));
                break;
            default:
                throw Unknown(protocol);
        }
    }

    private static void Data(List<(string, string)> rows, TrainingDataPlan data)
    {
        switch (data)
        {
            case SampledPlan sampled:
                Sampling(rows, sampled.Sampling);
                break;
            case RecordedPlan { File: var file }:
                rows.Add(("data", $"{file.Name} (SHA-256 {file.Sha256})"));
                break;
            default:
                throw Unknown(data);
        }
    }

    private static void Search(List<(string, string)> rows, SearchPlan search)
    {
        rows.Add(("network", Network(search.Network)));
        rows.Add(
            (
                "search",
                $"{Where(search)}, at most {Words.Plural(search.Attempts, "attempt", "attempts")} for each labelling, until the classes lie "
                    + $"{NumberText.Rounded(search.MarginNanoamperes)} nA apart; {Rule(search.Rule)}"
            )
        );
        rows.Add(
            (
                "replay",
                search.Validate
                    ? $"on the device, mean of {Words.Plural(search.Plateau, "sample", "samples")} for each point"
                    : "none"
            )
        );
    }

    private static string Network(NetworkPlan network) =>
        string.Join(
            " → ",
            network.Layers.Select(layer =>
                layer switch
                {
                    DnpuPlan => $"{layer.Name} ({Words.Plural(layer.Width, "node", "nodes")})",
                    ActivationPlan activation => $"{layer.Name} ({LawWords.Of(activation.Law)})",
                    _ => layer.Name,
                }
            )
        );

    private static string Rule(RulePlan rule) =>
        rule switch
        {
            GeneticPlan genetic =>
                $"genetic, {genetic.Generations} generations of {genetic.Elite + genetic.Offspring} ({genetic.Elite} elite)",
            GradientPlan gradient =>
                $"gradient (Adam), {gradient.Epochs} epochs, rate {NumberText.Setting(gradient.Rate)} V, range rule {Kebab(gradient.Range.ToString())}",
            _ => throw Unknown(rule),
        } + $"; {Criterion(rule.Criterion)}, stops at |correlation| {NumberText.Setting(rule.StopCorrelation)}";

    private static string Criterion(CriterionPlan criterion) =>
        criterion switch
        {
            NamedCriterionPlan named => $"criterion {Kebab(named.Criterion.ToString())}",
            LossCriterionPlan loss => $"mean loss {LawWords.Of(loss.Law)}",
            _ => throw Unknown(criterion),
        };

    private static string Loss(TrainingLossPlan loss) =>
        loss switch
        {
            MeanSquareLossPlan => "mean square of the difference",
            FormulaLossPlan formula => $"mean of {LawWords.Of(formula.Law)}",
            _ => throw Unknown(loss),
        };

    private static void Sampling(List<(string, string)> rows, SamplingPlan sampling) =>
        rows.Add(
            (
                "sampling",
                $"{Kebab(sampling.Waveform.ToString())} waves, {Words.Plural(sampling.Batches, "batch", "batches")} of "
                    + $"{NumberText.Count(sampling.BatchSamples)} samples at {NumberText.Setting(sampling.SampleRate)} Hz, ramps of "
                    + $"{NumberText.Setting(sampling.Ramp)} s"
            )
        );

    private static string Physics(PhysicsPlan physics) =>
        physics switch
        {
            HoppingPlan hopping => $"hopping, {hopping.Acceptors} acceptors and {hopping.Donors} donors at "
                + $"{NumberText.Setting(hopping.Temperature)} K, layout seed {hopping.LayoutSeed}",
            UnmodelledPlan => "not modelled",
            _ => throw Unknown(physics),
        };

    private static string Instrument(InstrumentPlan instrument)
    {
        var name = InstrumentNames.Description(instrument);
        var effects = instrument.Effects;
        if (EffectsRules.IsIdeal(effects))
            return name + ", ideal";
        return $"{name}; white noise {Words.Percent(effects.WhiteNoise)}, 1/f noise {Words.Percent(effects.FlickerNoise)}, "
            + $"{Words.Plural(effects.Traps, "trap", "traps")}, electrode time {NumberText.Setting(effects.ElectrodeTime)} s, "
            + $"{Bits(effects.DacBits)} sources, {Bits(effects.AdcBits)} reading";

        static string Bits(int bits) => bits == 0 ? "ideal" : $"{bits}-bit";
    }

    private static string Electrodes(DevicePlan device, ImmutableArray<int> channels) =>
        string.Join(" ", channels.Select(channel => $"e{device.Electrodes[channel].Number}"));

    private static NotSupportedException Unknown(object plan) => new($"no words are known for a {plan.GetType().Name}");

    private static string Kebab(string word) =>
        string.Concat(
            word.Select(
                (sign, index) => char.IsUpper(sign) ? (index > 0 ? "-" : "") + char.ToLowerInvariant(sign) : $"{sign}"
            )
        );

    private static TableBlock Table(string caption, IEnumerable<(string Key, string Value)> rows) =>
        new(
            caption,
            [new("what"), new("value", Wrap: true)],
            [.. rows.Select(row => ImmutableArray.Create<TableCell>(row.Key, row.Value))]
        );
}
