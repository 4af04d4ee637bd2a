using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Learning;
using Nano.Runtime.Numerics;
using Nano.Runtime.Running;

namespace Nano.Runtime.Protocols;

/// <summary>
/// Draws settings of the control voltages and reads the points at each of them. Work is cut into blocks of a fixed size,
/// each with a session of its own, so that neither threads nor the number of settings change what one of them gives;
/// each block that is read on the instrument is kept at once.
/// </summary>
internal sealed class SettingReader(RunContext context, AbundancePlan plan)
{
    /// <summary>Settings for each block.</summary>
    private const int BlockSettings = 64;

    private readonly double[] data = [.. plan.Points.SelectMany(point => point)];
    private readonly ImmutableArray<Bounds> limits = Networks.DnpuNetwork.Limits(plan.Network, context.Plan.Devices);
    private readonly RandomStream settings = context.Seeds.For("abundance/settings");

    public int Blocks => (plan.Samples + BlockSettings - 1) / BlockSettings;

    /// <summary>The control voltages of a setting: uniform inside the limits, whatever else is drawn.</summary>
    public double[] Controls(int setting)
    {
        var controls = new double[limits.Length];
        for (var i = 0; i < controls.Length; i++)
            controls[i] =
                limits[i].Low
                + (limits[i].High - limits[i].Low) * settings.UniformAt((long)setting * limits.Length + i);
        return controls;
    }

    /// <summary>Currents of every setting at every point; NaN for a whole setting that cannot be read at one of them.</summary>
    public double[] Read(SearchPlace place, KeptLines<KeptBlock>? kept)
    {
        var points = plan.Points.Length;
        var currents = new double[plan.Samples * points];
        var sessions = place == SearchPlace.Instrument ? context.Laboratory.Sessions(plan.Network) : int.MaxValue;
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Math.Max(1, Math.Min(context.Threads, sessions)),
            CancellationToken = context.Stop,
        };
        Unwrapped.For(
            Blocks,
            options,
            block =>
            {
                var first = block * BlockSettings;
                var count = Math.Min(BlockSettings, plan.Samples - first);
                var target = currents.AsSpan(first * points, count * points);
                // The number of settings is part of the plan, so a kept block is always as long as this one.
                if (kept?.Find($"{block}") is { } known && known.Nanoamperes.Length == target.Length)
                    for (var i = 0; i < target.Length; i++)
                        target[i] = known.Nanoamperes[i] ?? double.NaN;
                else
                {
                    ReadBlock(place, block, first, target);
                    kept?.Add($"{block}", KeptBlock.Of(target));
                }
                context.Monitor.Step();
            }
        );
        return currents;
    }

    private void ReadBlock(SearchPlace place, int block, int first, Span<double> target)
    {
        var points = plan.Points.Length;
        using var placed = context.Laboratory.Place(
            plan.Network,
            place,
            $"abundance/{block}",
            plan.Plateau,
            context.Stop,
            searching: true
        );
        for (var row = 0; row < target.Length; row += points)
        {
            context.Stop.ThrowIfCancellationRequested();
            var read = placed.Network.Evaluate(data, points, Controls(first + row / points), 1);
            var one = target.Slice(row, points);
            read.CopyTo(one);
            if (!AllFinite(one) || Saturation.Reached(one, placed.Network.OutputClip))
                one.Fill(double.NaN);
        }
    }

    private static bool AllFinite(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
            if (!double.IsFinite(value))
                return false;
        return true;
    }
}

/// <summary>The currents of a block as a checkpoint keeps them; null for those that could not be read.</summary>
public sealed record KeptBlock(ImmutableArray<double?> Nanoamperes)
{
    internal static KeptBlock Of(ReadOnlySpan<double> currents)
    {
        var kept = ImmutableArray.CreateBuilder<double?>(currents.Length);
        foreach (var current in currents)
            kept.Add(double.IsNaN(current) ? null : current);
        return new KeptBlock(kept.MoveToImmutable());
    }
}
