using Nano.Runtime.Hopping;
using Nano.Runtime.Numerics;
using Xunit;

namespace Nano.Runtime.Tests.Hopping;

public class ElectrostaticsTests
{
    private readonly DiskElectrostatics disk = new(0.2);

    [Fact]
    public void The_basis_is_a_partition_of_one_with_eightfold_symmetry()
    {
        var stream = new SeedTree(1).For("points");
        var (here, turned) = (new double[8], new double[8]);
        for (var trial = 0; trial < 200; trial++)
        {
            var radius = 0.99 * Math.Sqrt(stream.Uniform());
            var angle = 2 * Math.PI * stream.Uniform();
            disk.Potentials(radius * Math.Cos(angle), radius * Math.Sin(angle), here);
            disk.Potentials(radius * Math.Cos(angle + Math.PI / 4), radius * Math.Sin(angle + Math.PI / 4), turned);
            Assert.Equal(1, here.Sum(), 1e-9);
            for (var k = 0; k < 8; k++)
            {
                Assert.InRange(here[k], -1e-6, 1 + 1e-6);
                Assert.Equal(here[k], turned[(k + 1) % 8], 1e-9);
            }
        }
    }

    [Fact]
    public void The_potential_is_the_mean_over_any_circle()
    {
        var stream = new SeedTree(2).For("circles");
        var (centre, point) = (new double[8], new double[8]);
        for (var trial = 0; trial < 20; trial++)
        {
            var (x, y) = (stream.Uniform(-0.5, 0.5), stream.Uniform(-0.5, 0.5));
            disk.Potentials(x, y, centre);
            var mean = new double[8];
            const int points = 64;
            for (var n = 0; n < points; n++)
            {
                var angle = 2 * Math.PI * n / points;
                disk.Potentials(x + 0.2 * Math.Cos(angle), y + 0.2 * Math.Sin(angle), point);
                for (var k = 0; k < 8; k++)
                    mean[k] += point[k] / points;
            }
            for (var k = 0; k < 8; k++)
                Assert.Equal(mean[k], centre[k], 1e-10);
        }
    }

    [Fact]
    public void Potentials_reach_the_electrodes_voltage_on_its_arc()
    {
        var potentials = new double[8];
        disk.Potentials(0.99, 0, potentials);
        Assert.InRange(potentials[0], 0.97, 1);
    }

    [Fact]
    public void It_agrees_with_finite_volumes_on_a_polar_grid()
    {
        // Half-angle π/16: the electrodes' ends lie on faces of the grid.
        var exact = new DiskElectrostatics(Math.PI / 16);
        const int rings = 48;
        const int sectors = 384;
        var grid = FiniteVolumes(rings, sectors);
        var potentials = new double[8];
        var (error, count) = (0.0, 0);
        for (var ring = 0; ring < rings - 1; ring += 3)
        for (var sector = 0; sector < sectors; sector += 5)
        {
            var radius = (ring + 0.5) / rings;
            var angle = 2 * Math.PI * (sector + 0.5) / sectors;
            exact.Potentials(radius * Math.Cos(angle), radius * Math.Sin(angle), potentials);
            var difference = grid[ring * sectors + sector] - potentials[0];
            error += difference * difference;
            count++;
        }
        Assert.InRange(Math.Sqrt(error / count), 0, 4e-3);
    }

    [Fact]
    public void An_electrode_too_wide_is_refused()
    {
        var failure = Assert.Throws<NanoException>(() => new DiskElectrostatics(0.5));
        Assert.Equal("N241", failure.Diagnostic.Code);
    }

    /// <summary>φ_0 by successive over-relaxation: electrode 0 at 1, the others at 0, no flux elsewhere.</summary>
    private static double[] FiniteVolumes(int rings, int sectors)
    {
        var (dr, dt) = (1.0 / rings, 2 * Math.PI / sectors);
        var u = new double[rings * sectors];
        Array.Fill(u, 0.125);
        for (var sweep = 0; sweep < 3000; sweep++)
        {
            var largest = 0.0;
            for (var ring = 0; ring < rings; ring++)
            {
                var inner = ring * dr * dt / dr;
                var outer = (ring + 1) * dr * dt / dr;
                var side = dr / ((ring + 0.5) * dr * dt);
                for (var sector = 0; sector < sectors; sector++)
                {
                    var left = u[ring * sectors + (sector + sectors - 1) % sectors];
                    var right = u[ring * sectors + (sector + 1) % sectors];
                    var (sum, weight) = (side * (left + right), 2 * side);
                    if (ring > 0)
                        (sum, weight) = (sum + inner * u[(ring - 1) * sectors + sector], weight + inner);
                    if (ring < rings - 1)
                        (sum, weight) = (sum + outer * u[(ring + 1) * sectors + sector], weight + outer);
                    else if (ElectrodeAt(sector, sectors) is var electrode and >= 0)
                        (sum, weight) = (sum + (electrode == 0 ? 2 * outer : 0), weight + 2 * outer);
                    var change = 1.93 * (sum / weight - u[ring * sectors + sector]);
                    u[ring * sectors + sector] += change;
                    largest = Math.Max(largest, Math.Abs(change));
                }
            }
            if (largest < 1e-8)
                break;
        }
        return u;
    }

    /// <summary>The electrode at a sector of the rim, or −1.</summary>
    private static int ElectrodeAt(int sector, int sectors)
    {
        var share = (sector + 0.5) / sectors * 8;
        var nearest = Math.Round(share);
        return Math.Abs(share - nearest) < 0.25 ? (int)nearest % 8 : -1;
    }
}
