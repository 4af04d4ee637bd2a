using System.Collections.Immutable;
using Nano.Plan;
using Nano.Runtime.Devices;
using Nano.Runtime.Protocols;
using Xunit;

namespace Nano.Drivers.Tests.Protocols;

/// <summary>Truth tables of two, three and four inputs on devices in closed form, of which one knows what they can do.</summary>
[Collection(ChipCollection.Name)]
public class BooleanInputsTests(TrainedChip chip)
{
    [Fact]
    public void Every_table_of_two_inputs_is_found_where_a_product_helps_the_sum()
    {
        // I = u₁x₁ + u₂x₂ + u₃x₁x₂
        var tables = Enumerable.Range(1, 14).Select(code => Table($"t{code}", 2, corner => (code >> corner & 1) == 1));
        var gates = Run(2, 3, tables, v => v[0] * v[2] + v[1] * v[3] + v[0] * v[1] * v[4]);
        Assert.Equal(14, gates.Length);
        Assert.All(gates, gate => Assert.True(gate.Found && gate.Replay!.Agrees, gate.Name));
    }

    [Fact]
    public void A_weighted_sum_of_three_makes_thresholds_and_no_parity()
    {
        // I = u₁x₁ + u₂x₂ + u₃x₃
        var gates = Run(
            3,
            3,
            [
                Table("and", 3, corner => corner == 7),
                Table("or", 3, corner => corner > 0),
                Table("majority", 3, corner => int.PopCount(corner) >= 2),
                Table("minority", 3, corner => int.PopCount(corner) < 2),
                Table("first-without-others", 3, corner => corner == 4),
                Table("parity", 3, corner => int.PopCount(corner) % 2 == 1),
                Table("multiplexer", 3, corner => (corner & 4) > 0 ? (corner & 1) > 0 : (corner & 2) > 0),
            ],
            v => v[0] * v[3] + v[1] * v[4] + v[2] * v[5]
        );
        Assert.All(gates[..5], gate => Assert.True(gate.Found && gate.Replay!.Agrees, gate.Name));
        Assert.All(gates[5..], gate => Assert.False(gate.Found, gate.Name));
        // A threshold on a weighted sum agrees with the parity at 6 corners of 8, with the multiplexer at 7.
        Assert.Equal([75, 87.5], gates[5..].Select(gate => gate.Accuracy));
        Assert.All(gates, gate => Assert.Equal(8, gate.Outputs.Length));
    }

    [Fact]
    public void Sixteen_corners_of_four_inputs_have_their_order()
    {
        // I = Σ uᵢxᵢ: a table that follows the third input alone is made by the third weight alone.
        var gates = Run(
            4,
            4,
            [Table("third", 4, corner => (corner & 2) > 0)],
            v => v[0] * v[4] + v[1] * v[5] + v[2] * v[6] + v[3] * v[7]
        );
        var controls = gates[0].Controls;
        Assert.True(gates[0].Found);
        Assert.True(controls[2] > Math.Abs(controls[0]) + Math.Abs(controls[1]) + Math.Abs(controls[3]));
    }

    private static GatePlan Table(string name, int inputs, Func<int, bool> wants) =>
        new(name, [.. Enumerable.Range(0, 1 << inputs).Select(wants)]);

    private ImmutableArray<Finding> Run(
        int inputs,
        int controls,
        IEnumerable<GatePlan> gates,
        Func<double[], double> current
    )
    {
        var device = new DevicePlan(
            "product",
            new UnmodelledPlan(),
            [.. Enumerable.Range(1, inputs + controls).Select(number => new ElectrodePlan(number, -1, 1))],
            [.. Enumerable.Range(0, inputs)],
            [.. Enumerable.Range(inputs, controls)],
            0,
            new NoSurrogatePlan()
        );
        var network = new NetworkPlan([new InputPlan("input", inputs), new DnpuPlan("node", [0], 1, 0, Shared: true)]);
        var search = new SearchPlan(
            network,
            Plans.Genetic with
            {
                Generations = 60,
            },
            5,
            0,
            SearchPlace.Instrument,
            Validate: true,
            Plateau: 1
        );
        ImmutableArray<ImmutableArray<double>> corners =
        [
            .. Enumerable
                .Range(0, 1 << inputs)
                .Select(corner =>
                    ImmutableArray.CreateRange(
                        Enumerable.Range(0, inputs).Select(input => (corner >> (inputs - 1 - input) & 1) * 2.0 - 1)
                    )
                ),
        ];
        using var bench = chip.Bench(
            Plans.Experiment(device, new BooleanPlan(search, corners, [.. gates], 1)),
            threads: 2,
            (one, _, _, _, _) => GuardedInstrument.Around(new ProductInstrument(one, current))
        );
        return bench.Run<BooleanResult>().Gates;
    }
}
