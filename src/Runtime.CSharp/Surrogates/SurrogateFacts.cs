using System.Collections.Immutable;
using System.Globalization;
using Nano.Plan;
using Nano.Runtime.Formats;

namespace Nano.Runtime.Surrogates;

/// <summary>
/// What a PyTorch file says about a surrogate besides its weights, in the layouts that brains-py, brainspy-smg and
/// SkyNEt have used since 2019. What none of them states is assumed and said so.
/// </summary>
internal sealed class SurrogateFacts
{
    // The ranges and the gain of the boron devices of 2019 and 2020, the only ones whose files leave them out. As
    // offset ± amplitude they have the same bits as where a file of that time states them.
    private const double UsualAmplification = 100;
    private static readonly ImmutableArray<Bounds> UsualRanges =
    [
        .. Enumerable.Repeat(new Bounds(-0.3 - 0.9, -0.3 + 0.9), 5),
        .. Enumerable.Repeat(new Bounds(-0.2 - 0.5, -0.2 + 0.5), 2),
    ];

    private readonly PickleValue? info;
    private readonly LayerChain chain;
    private readonly string file;
    private readonly List<string> assumed = [];

    private SurrogateFacts(PickleValue? info, LayerChain chain, string file)
    {
        this.info = info;
        this.chain = chain;
        this.file = file;
    }

    public ImmutableArray<Bounds> Ranges { get; private set; }

    public double Amplification { get; private set; }

    public Bounds Clip { get; private set; }

    public ImmutableArray<int> DataInputs { get; private set; }

    /// <summary>What the file did not state, in words; empty where it stated everything.</summary>
    public string Assumed => string.Join("; ", assumed);

    /// <exception cref="NanoException">N118: a statement that does not fit the network, or an unknown activation.</exception>
    public static SurrogateFacts Of(PickleValue? info, LayerChain chain, string file)
    {
        var facts = new SurrogateFacts(info, chain, file);
        facts.CheckActivation();
        facts.Ranges = facts.FindRanges();
        facts.Amplification = facts.FindAmplification();
        facts.Clip = facts.FindClip();
        facts.DataInputs = facts.FindDataInputs();
        return facts;
    }

    private void CheckActivation()
    {
        var stated =
            Info("model_structure", "activation")
            ?? Info("smg_configs", "processor", "torch_model_dict", "activation")
            ?? Info("activation");
        if (stated is null)
            assumed.Add("ReLU activations");
        else if (PickleTree.Text(stated) is not { } name || !name.Equals("relu", StringComparison.OrdinalIgnoreCase))
            throw Fail(
                $"its activation is {BadFile.Quote(PickleTree.Plain(stated) ?? stated.Kind)}; only 'relu' is supported",
                "train the surrogate with activation: relu"
            );
    }

    private ImmutableArray<Bounds> FindRanges()
    {
        var stated =
            Buffer("voltage_ranges") ?? Numbers(Info("electrode_info", "activation_electrodes", "voltage_ranges"));
        if (stated is not null)
            return CheckRanges(Pairs(stated));
        var amplitude = Numbers(Info("data_info", "input_data", "amplitude")) ?? Numbers(Info("amplitude"));
        var offset = Numbers(Info("data_info", "input_data", "offset")) ?? Numbers(Info("offset"));
        if (amplitude is not null && offset is not null)
            return CheckRanges(Around(amplitude, offset));
        if (chain.InputWidth != UsualRanges.Length)
            throw Fail(
                $"the file states no voltage ranges for its {chain.InputWidth} electrodes",
                "train it with a current version of brainspy-smg, which writes them, or sample and train it with Nano"
            );
        assumed.Add("ranges −1.2…0.6 V on electrodes 0 to 4 and −0.7…0.3 V on 5 and 6");
        return UsualRanges;
    }

    private ImmutableArray<Bounds> Pairs(double[] numbers)
    {
        if (numbers.Length != 2 * chain.InputWidth)
            throw Fail(
                $"its voltage ranges are {numbers.Length} numbers, where 2 for each of {chain.InputWidth} are due"
            );
        var ranges = ImmutableArray.CreateBuilder<Bounds>(chain.InputWidth);
        for (var electrode = 0; electrode < chain.InputWidth; electrode++)
            ranges.Add(new Bounds(numbers[2 * electrode], numbers[(2 * electrode) + 1]));
        return ranges.MoveToImmutable();
    }

    private ImmutableArray<Bounds> Around(double[] amplitude, double[] offset)
    {
        if (amplitude.Length != chain.InputWidth || offset.Length != chain.InputWidth)
            throw Fail(
                $"it states {amplitude.Length} amplitudes and {offset.Length} offsets for {chain.InputWidth} electrodes"
            );
        var ranges = ImmutableArray.CreateBuilder<Bounds>(chain.InputWidth);
        for (var electrode = 0; electrode < chain.InputWidth; electrode++)
        {
            var low = offset[electrode] - amplitude[electrode];
            ranges.Add(new Bounds(low, offset[electrode] + amplitude[electrode]));
        }
        return ranges.MoveToImmutable();
    }

    private ImmutableArray<Bounds> CheckRanges(ImmutableArray<Bounds> ranges)
    {
        for (var electrode = 0; electrode < ranges.Length; electrode++)
        {
            var (low, high) = ranges[electrode];
            if (!double.IsFinite(low) || !double.IsFinite(high) || low > high)
                throw Fail($"the range of electrode {electrode} is {Say(low)} to {Say(high)} V");
        }
        return ranges;
    }

    private double FindAmplification()
    {
        var stated =
            Buffer("amplification")
            ?? Numbers(Info("electrode_info", "output_electrodes", "amplification"))
            ?? Numbers(Info("data_info", "processor", "amplification"))
            ?? Numbers(Info("amplification"))
            // SkyNEt's word of early 2019 for the same thing.
            ?? Numbers(Info("conversion"));
        if (stated is not { Length: > 0 })
        {
            assumed.Add($"amplification {UsualAmplification} nA/V");
            return UsualAmplification;
        }
        foreach (var value in stated)
        {
            if (!double.IsFinite(value) || value == 0)
                throw Fail($"its amplification is {Say(value)} nA/V");
            if (value != stated[0])
                throw Fail($"its readouts have different amplifications, {Say(stated[0])} and {Say(value)} nA/V");
        }
        return stated[0];
    }

    private Bounds FindClip()
    {
        var stated =
            Buffer("output_clipping")
            ?? Numbers(Info("electrode_info", "output_electrodes", "clipping_value"))
            ?? Numbers(Info("data_info", "clipping_value"));
        if (stated is null)
            return new Bounds(double.NegativeInfinity, double.PositiveInfinity);
        return stated is [var low, var high] && low < high
            ? new Bounds(low, high)
            : throw Fail($"its clipping value is {string.Join(", ", stated.Take(8).Select(Say))}, not low and high");
    }

    private ImmutableArray<int> FindDataInputs()
    {
        var tensor = chain.Table.Nearest("data_input_indices", chain.Prefix);
        var stated =
            tensor is { Shape.Length: 1 or 2, Count: > 0 and < 1 << 16 } && !tensor.Type.IsFloating()
                ? tensor.ToIntegers()
                : PickleTree.Integers(Info("data_info", "processor", "input_indices"));
        if (stated is null)
            return [];
        var width = tensor is { Shape: [_, var columns] } ? columns : stated.Length;
        var inputs = ImmutableArray.CreateBuilder<int>(width);
        for (var i = 0; i < stated.Length; i++)
        {
            if (stated[i] < 0 || stated[i] >= chain.InputWidth)
                throw Fail($"it names electrode {stated[i]} as data input, of {chain.InputWidth} counted from 0");
            if (i < width)
                inputs.Add((int)stated[i]);
            else if (stated[i] != inputs[i % width])
                return []; // Each node of a network has its own inputs; the device itself has none.
        }
        return inputs.Distinct().Count() == width
            ? inputs.ToImmutable()
            : throw Fail("it names the same electrode twice as data input");
    }

    private PickleValue? Info(params ReadOnlySpan<string> keys) => PickleTree.Find(info, keys);

    private double[]? Buffer(string name) =>
        chain.Table.Nearest(name, chain.Prefix) is { Count: > 0 and < 1 << 16 } tensor ? tensor.ToDoubles() : null;

    // A value that is there but holds no numbers (None, "default") states nothing.
    private static double[]? Numbers(PickleValue? value) => PickleTree.Numbers(value);

    private static string Say(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private NanoException Fail(string sentence, string hint = "") =>
        BadFile.Because(BadFile.Surrogate, file, $"this surrogate cannot be used: {sentence}", hint);
}
