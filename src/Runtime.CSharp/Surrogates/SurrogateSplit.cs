using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Numerics;

namespace Nano.Runtime.Surrogates;

/// <summary>Which rows of the data train, choose and judge a model. No row is in two parts.</summary>
public sealed record SurrogateSplit(int[] Training, int[] Validation, int[] Test)
{
    /// <summary>
    /// Drops the rows whose current is not strictly inside the clip, shuffles the others, and deals them out:
    /// ⌊fraction · rows⌋ for validation and for test, the rest for training.
    /// </summary>
    /// <param name="clip">Nanoamperes.</param>
    /// <param name="fractions">For training, validation and test; they add up to 1 within 1e-9.</param>
    /// <exception cref="NanoException">
    /// N231 a number is not finite, N232 fractions that make no sense, N233 too few rows, N234 all currents are equal,
    /// N237 voltages and currents that do not go together.
    /// </exception>
    public static SurrogateSplit Of(
        SurrogateData data,
        Bounds clip,
        ImmutableArray<double> fractions,
        RandomStream stream
    )
    {
        CheckFractions(fractions);
        var rows = Usable(data, clip);
        stream.Shuffle(rows.AsSpan());
        var validation = Count(fractions[1], rows.Length);
        var test = Count(fractions[2], rows.Length);
        var training = rows.Length - validation - test;
        if (training < 1 || validation < 1 || (fractions[2] > 0 && test < 1))
            throw new NanoException(
                "N233",
                $"{rows.Length} of {data.Rows} rows lie inside the clip ({clip.Low} to {clip.High} nA), which gives"
                    + $" {training} for training, {validation} for validation and {test} for test",
                "each part needs at least one row: record more data, or look at the clip and the splits"
            );
        return new SurrogateSplit(rows[..training], rows[training..^test], rows[^test..]);
    }

    private static void CheckFractions(ImmutableArray<double> fractions)
    {
        var text = string.Join(", ", fractions);
        if (fractions.Length != 3)
            throw new NanoException(
                "N232",
                $"the splits [{text}] have {fractions.Length} parts",
                "give three: training, validation, test"
            );
        var sum = 0.0;
        foreach (var fraction in fractions)
            sum += fraction;
        if (!(Math.Abs(sum - 1) <= 1e-9))
            throw new NanoException("N232", $"the splits [{text}] add up to {sum}", "they must add up to 1");
        if (!(fractions[0] > 0 && fractions[1] > 0 && fractions[2] >= 0))
            throw new NanoException(
                "N232",
                $"the splits are [{text}]",
                "training and validation need a part above 0; test may have none"
            );
    }

    // 0.29 · 100 is a little less than 29 in binary; that little must not cost a row.
    private static int Count(double fraction, int rows) => (int)Math.Floor(fraction * rows + 1e-6);

    private static int[] Usable(SurrogateData data, Bounds clip)
    {
        if (data.Electrodes < 1 || data.Volts.Length != (long)data.Rows * data.Electrodes)
            throw new NanoException(
                "N237",
                $"{data.Rows} currents and {data.Electrodes} electrodes do not go with {data.Volts.Length} voltages",
                "each row has one voltage for each activation electrode, and one current"
            );
        var rows = new int[data.Rows];
        var count = 0;
        var (lowest, highest) = (float.PositiveInfinity, float.NegativeInfinity);
        for (var row = 0; row < data.Rows; row++)
        {
            var current = data.Nanoamperes[row];
            for (var electrode = 0; electrode < data.Electrodes; electrode++)
                if (!float.IsFinite(data.Volts[row * data.Electrodes + electrode]))
                    throw NotFinite(row, $"voltage {electrode + 1}", data.Volts[row * data.Electrodes + electrode]);
            if (!float.IsFinite(current))
                throw NotFinite(row, "the current", current);
            if (!(current > clip.Low && current < clip.High))
                continue;
            rows[count++] = row;
            (lowest, highest) = (Math.Min(lowest, current), Math.Max(highest, current));
        }
        if (count > 1 && lowest == highest)
            throw new NanoException(
                "N234",
                $"all {count} rows inside the clip have the same current, {lowest} nA",
                "is the device connected, and the readout inside its range?"
            );
        return rows[..count];
    }

    private static NanoException NotFinite(int row, string what, float value) =>
        new(
            "N231",
            $"row {row + 1} of the data: {what} is {value}",
            "every voltage and current must be a finite number"
        );
}
